//! Work on two threads at once.
//!
//! Knows nothing of what the work is. Two are enough for what a file takes,
//! and are what the machines of CI have.

/// As deep as the stack of the first thread commonly is.
const STACK: usize = 8 << 20;

/// Does both: side by side, if a second thread is to be had.
///
/// # Panics
/// If one of the two does.
pub fn both<A: Send, B>(there: impl Fn() -> A + Sync, here: impl FnOnce() -> B) -> (A, B) {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, &there);
        let here = here();
        match thread.map(std::thread::ScopedJoinHandle::join) {
            Ok(Ok(there)) => (there, here),
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(_) => (there(), here),
        }
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

    #[test]
    fn both_are_done_and_the_order_is_kept() {
        assert_eq!(both(|| 1, || 2), (1, 2));
        for count in 0..5 {
            let items: Vec<usize> = (0..count).collect();
            assert_eq!(map(&items, |item| item * 2), items.iter().map(|item| item * 2).collect::<Vec<_>>());
        }
    }
}
