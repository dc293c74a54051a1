//! Work on two threads at once.
//!
//! Knows nothing of what the work is. Two are enough for what a file takes,
//! and are what the machines of CI have.

use std::sync::Arc;
use std::thread::{Builder, Scope, ScopedJoinHandle};

/// Fewer records than that are looked at sooner than a thread begins.
pub const MANY: usize = 500;

/// As deep as the stack of the first thread commonly is.
const STACK: usize = 8 << 20;

/// Work that was begun beside what comes after it.
pub struct Ahead<'s, T> {
    work: Arc<dyn Fn() -> T + Send + Sync + 's>,
    thread: Option<ScopedJoinHandle<'s, T>>,
}

impl<'s, T: Send + 's> Ahead<'s, T> {
    /// Begins it, if a second thread is to be had.
    pub fn begin(scope: &'s Scope<'s, '_>, work: impl Fn() -> T + Send + Sync + 's) -> Self {
        let work: Arc<dyn Fn() -> T + Send + Sync + 's> = Arc::new(work);
        let there = work.clone();
        let thread = Builder::new().stack_size(STACK).spawn_scoped(scope, move || there()).ok();
        Ahead { work, thread }
    }

    /// What it yields, waited for; made now if it was not begun.
    ///
    /// # Panics
    /// If the work does.
    pub fn finish(self) -> T {
        match self.thread {
            Some(thread) => wait(thread),
            None => (self.work)(),
        }
    }

    /// Does the same work here as well, until both are done: for work that
    /// takes one thing after another which nobody has taken yet. What it
    /// yields here comes first, what it yields there second, if it was begun.
    ///
    /// # Panics
    /// If the work does.
    pub fn join_in(self) -> (T, Option<T>) {
        let here = (self.work)();
        (here, self.thread.map(wait))
    }
}

fn wait<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// Does both: side by side, if a second thread is to be had.
///
/// # Panics
/// If one of the two does.
pub fn both<A: Send, B>(there: impl Fn() -> A + Send + Sync, here: impl FnOnce() -> B) -> (A, B) {
    std::thread::scope(|scope| {
        let there = Ahead::begin(scope, there);
        let here = here();
        (there.finish(), here)
    })
}

/// What `make` makes of each item, in order: one half of them beside the
/// other.
///
/// # Panics
/// If `make` does.
pub fn map<T: Sync, R: Send>(items: &[T], make: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let (first, second) = items.split_at(items.len() / 2);
    let half = |items: &[T]| items.iter().map(&make).collect::<Vec<R>>();
    if first.is_empty() {
        return half(second);
    }
    let (second, mut all) = both(|| half(second), || half(first));
    all.extend(second);
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicUsize;
    use std::sync::atomic::Ordering::Relaxed;

    #[test]
    fn who_joins_in_takes_what_is_left() {
        let next = AtomicUsize::new(0);
        let work = || {
            std::iter::repeat_with(|| next.fetch_add(1, Relaxed))
                .take_while(|&n| n < 100)
                .collect::<Vec<usize>>()
        };
        let mut all: Vec<usize> = std::thread::scope(|scope| {
            let (here, there) = Ahead::begin(scope, work).join_in();
            here.into_iter().chain(there.unwrap_or_default()).collect()
        });
        all.sort_unstable();
        assert_eq!(all, (0..100).collect::<Vec<_>>());
    }

    #[test]
    fn both_are_done_and_the_order_is_kept() {
        assert_eq!(both(|| 1, || 2), (1, 2));
        for count in 0..5 {
            let items: Vec<usize> = (0..count).collect();
            assert_eq!(map(&items, |item| item * 2), items.iter().map(|item| item * 2).collect::<Vec<_>>());
        }
    }
}
