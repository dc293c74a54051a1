//! The whole of it: texts damaged in every way and mended, sound texts left
//! alone, and the laws that hold for any text.

use std::path::Path;

use proptest::prelude::*;

use super::encoding::SINGLE_BYTE;
use super::*;

/// How a decoder treats bytes that its encoding leaves undefined.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Undefined {
    Dropped,
    Marked,
    Questioned,
    Kept,
}

/// Reads the UTF-8 of `text` as `encoding`.
fn damage(text: &str, encoding: Encoding, undefined: Undefined) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match (byte, undefined) {
            (0..0x80, _) => out.push(char::from(byte)),
            _ => match encoding.decode(byte) {
                Some('\u{AD}') if undefined == Undefined::Dropped => {}
                Some('\u{A0}') if undefined == Undefined::Dropped => out.push(' '),
                Some('\u{80}'..='\u{9F}') if undefined == Undefined::Dropped => {}
                Some(char) => out.push(char),
                // No decoder keeps an undefined byte where it would be a letter.
                None if byte >= 0xA0 && undefined == Undefined::Kept => out.push('\u{FFFD}'),
                None => match undefined {
                    Undefined::Dropped => {}
                    Undefined::Marked => out.push('\u{FFFD}'),
                    Undefined::Questioned => out.push('?'),
                    Undefined::Kept => out.push(char::from(byte)),
                },
            },
        }
    }
    out
}

const TEXTS: [(&str, &str); 16] = [
    (
        "zh-Hans",
        "这个清单收集了公开的数据集，每一行都写明名称、格式、大小和下载地址。\n请先阅读许可证，再把数据用于训练和测试。\n\
         如果链接失效，欢迎提交修改，我们会尽快检查并更新。\n医院的影像包括磁共振、超声和病理切片，标注由医生完成。",
    ),
    (
        "zh-Hant",
        "這份清單收集了公開的資料集，每一行都寫明名稱、格式、大小和下載位址。\n請先閱讀授權條款，再把資料用於訓練和測試。\n\
         如果連結失效，歡迎提出修改，我們會盡快檢查並更新。",
    ),
    (
        "ja",
        "この一覧には、公開されているデータセットを集めています。\n名前、形式、大きさ、ダウンロード先を一行ごとに書いてください。\n\
         リンクが切れているときは、お知らせいただければ確認して直します。",
    ),
    (
        "ko",
        "이 목록은 공개된 자료를 모은 것입니다.\n이름과 형식, 크기를 한 줄에 하나씩 적어 주십시오.\n\
         연결이 끊어진 경우에는 알려 주시면 확인하고 고치겠습니다.",
    ),
    (
        "ru",
        "Этот список собирает открытые наборы данных.\nПожалуйста, укажите название, формат и размер.\n\
         Если ссылка не работает, сообщите нам, и мы её исправим.",
    ),
    (
        "el",
        "Αυτός ο κατάλογος συγκεντρώνει ανοιχτά δεδομένα.\nΠαρακαλούμε γράψτε το όνομα και το μέγεθος.\n\
         Αν ένας σύνδεσμος δεν λειτουργεί, πείτε το μας.",
    ),
    (
        "fr",
        "Cette liste réunit des données publiées à l’étranger.\nÉcrivez le nom, la taille et l’adresse de téléchargement.\n\
         Dès qu’un lien ne marche plus, nous le réparons — merci à tous !",
    ),
    (
        "de",
        "Diese Liste enthält öffentlich verfügbare Datensätze.\nBitte Namen, Größe und Lizenz prüfen.\n\
         Für Rückfragen genügt ein Eintrag; wir ändern das schnellstmöglich.",
    ),
    (
        "es",
        "Esta lista reúne datos públicos de imágenes médicas.\n¿Falta algún conjunto? Añádelo según el índice.\n\
         Próximamente habrá más información en español.",
    ),
    (
        "tr",
        "Bu liste açık veri kümelerini bir araya getirir.\nLütfen adı, boyutu ve lisansı yazınız.\n\
         Bağlantı çalışmıyorsa bize bildirin, düzeltelim. Teşekkürler.",
    ),
    (
        "vi",
        "Danh sách này tập hợp các bộ dữ liệu mở.\nHãy ghi rõ tên, kích thước và giấy phép.\n\
         Nếu liên kết bị hỏng, xin báo cho chúng tôi để sửa.",
    ),
    (
        "pl",
        "Ta lista zbiera otwarte zbiory danych.\nProszę podać nazwę, rozmiar i licencję.\n\
         Jeśli łącze nie działa, zgłoś to, a poprawimy je wkrótce.",
    ),
    (
        "cs",
        "Tento seznam shromažďuje otevřená data.\nProsíme, uveďte název, velikost a licenci.\n\
         Když odkaz přestane fungovat, dejte nám vědět a opravíme ho.",
    ),
    (
        "ar",
        "تجمع هذه القائمة بيانات مفتوحة للجميع.\nيرجى كتابة الاسم والحجم والرخصة.\nإذا توقف الرابط عن العمل فأخبرونا.",
    ),
    ("he", "הרשימה הזאת אוספת נתונים פתוחים.\nנא לכתוב שם, גודל ורישיון.\nאם קישור אינו פועל, ספרו לנו."),
    (
        "signs",
        "✅ done → next ⭐ “quoted” – 5 €, 20 °C, © 2024 • naïve café…\n🚀 fast 🔥 hot 📝 notes 💡 idea",
    ),
];

/// Counts the characters beyond ASCII of `sound`, and of them those that
/// `mended` has otherwise; lines that differ in length count whole.
fn compare(sound: &str, mended: &str) -> (usize, usize) {
    let beyond = |line: &str| line.chars().filter(|char| !char.is_ascii()).count();
    let mut counts = (0, 0);
    for (sound, mended) in sound.lines().zip(mended.lines()) {
        counts.0 += beyond(sound);
        counts.1 += if sound.chars().count() == mended.chars().count() {
            sound.chars().zip(mended.chars()).filter(|(a, b)| a != b && !a.is_ascii()).count()
        } else {
            beyond(sound)
        };
    }
    counts
}

#[test]
fn what_lost_nothing_comes_back_whole_from_every_encoding() {
    for (language, text) in TEXTS {
        for encoding in SINGLE_BYTE {
            let damaged = damage(text, encoding, Undefined::Kept);
            if damaged.contains('\u{FFFD}') {
                continue;
            }
            let (mended, report) = mend(&damaged, &Options::default());
            assert_eq!(mended, text, "{language} through {encoding}: {:?}", report.damage);
            assert!(report.runs.iter().all(|run| report.is_safe(run)), "{language} through {encoding}");
        }
    }
}

#[test]
fn lost_bytes_are_chosen_well_and_doubts_are_told() {
    let (mut all, mut wrong, mut silent) = (0, 0, 0);
    for (language, text) in TEXTS {
        for encoding in [Encoding::Windows1252, Encoding::Windows1254, Encoding::Windows1250] {
            for undefined in [Undefined::Dropped, Undefined::Marked, Undefined::Questioned] {
                let damaged = damage(text, encoding, undefined);
                let (mended, report) = mend(&damaged, &Options::default());
                let (here, missed) = compare(text, &mended);
                all += here;
                wrong += missed;
                let told = report.uncertain().count();
                silent += missed.saturating_sub(told);
                assert!(
                    missed * 4 <= here,
                    "{language} {encoding} {undefined:?}: {missed} of {here}\n{mended}"
                );
            }
        }
    }
    assert!(wrong * 50 <= all, "{wrong} of {all} wrong");
    assert!(silent * 200 <= all, "{silent} of {all} wrong and not told");
}

#[test]
fn damage_done_twice_is_undone_twice() {
    let text = "naïve café — “déjà vu”";
    let once = damage(text, Encoding::Windows1252, Undefined::Kept);
    let twice = damage(&once, Encoding::Windows1252, Undefined::Kept);
    let (mended, report) = mend(&twice, &Options::default());
    assert_eq!(mended, text);
    assert_eq!(report.damage.map(|damage| damage.rounds), Some(2));
}

#[test]
fn damage_in_a_part_leaves_the_rest_alone() {
    let text = "Crème brûlée, garçon, élève.\n脑和心脏的数据\nCafÃ© crÃ¨me, Ã©lÃ¨ve\n";
    let (mended, report) = mend(text, &Options::default());
    assert_eq!(mended, "Crème brûlée, garçon, élève.\n脑和心脏的数据\nCafé crème, élève\n");
    assert_eq!(report.runs.len(), 4);
}

#[test]
fn a_named_encoding_is_believed_on_less() {
    let options = Options { encoding: Some(Encoding::Windows1252), ..Options::default() };
    assert_eq!(mend("25 Â°C", &Options::default()).0, "25 Â°C");
    assert_eq!(mend("Ã‰cole", &options).0, "École");
}

#[test]
fn a_lost_byte_lists_what_else_fits() {
    let damaged = damage("心脏和肝脏的图像，脑瘤和肺癌的数据", Encoding::Windows1254, Undefined::Dropped);
    let report = find(&damaged, &Options::default());
    let restored: Vec<&Restored> = report.runs.iter().flat_map(|run| &run.restored).collect();
    let organ = restored.iter().find(|restored| restored.chosen.char == '脏').unwrap();
    assert!(organ.lost == 1 && !organ.others.is_empty());
    assert!(damaged[organ.span.range()].starts_with('è'));
    assert!(organ.others.iter().all(|other| other.confidence <= organ.chosen.confidence));
}

/// Names and words that sound text is made of, in thirty languages and more.
const SOUND: &str = "\
Ångström Åsa Ærø Øresund smørrebrød blåbærsyltetøy | Zürich Größe Fußgängerübergänge ÄÖÜ „Spaß“ daß\n\
À bientôt, où ça ? L’été, «déjà vu», œuvre, Noël, naïveté, CAFÉ, ÉTÉ… ÇA, ÎLE, AÎNÉ, DÉÇU\n\
¿Qué? ¡Año! El Niño, pingüino, corazón, ÁRBOL, ÑANDÚ | São Paulo, coração, IRMÃ, AMANHÃ, NÃO, PÃES, ÔNIBUS\n\
però città perché più È VERO | l·lusió, plaça, català | română țară și îmbrățișare ŞŢ\n\
Příliš žluťoučký kůň úpěl ďábelské ódy, ŘEŘICHA, ŽŠČ | Ľúbezný vŕškoch | Zażółć gęślą jaźń, ŁÓDŹ, ŻÓŁĆ\n\
árvíztűrő tükörfúrógép ÁRVÍZTŰRŐ | čokolada, đak, šuma, ŠĐČĆŽ | ąžuolas, ėjimas, ŠIAULIAI | ķirsis, šķēle, ĀĒĪ\n\
õhtu, öö, ÜLIÕPILANE | hyvää yötä, Äänekoski | þögn, æði, ÞÓRÐUR, ÍSAFJÖRÐUR | güneş, ığdır, İSTANBUL, ğ, AĞAÇ, ÇĞŞ\n\
Azərbaycan, ƏLİ | Tiếng Việt, Đặng, ƯỚC, Nguyễn Ất, TRƯỜNG ĐẠI HỌC | één, coördinatie, Curaçao | shqipëri, ËSHTË\n\
Київ, Ці, її, Ґанок, УКРАЇНА, ДІЇ, Рік, Ві, Сі | Ёлка, подъезд, «ёж», РОССИЯ № 1 | Ђорђе, Љиљана, ЊЕГОШ | Ѓорѓи, Ќе | ў, Беларусь\n\
Ελλάδα, Ώρα, ΆΛΛΗ, ΜΈΣΑ, ΠΌΛΗ, «ναι»· ΐ ΰ | שלום, עִבְרִית | مرحبا، كِتاب، گچ، پژوهش، یک، ٹھیک، ڈاک\n\
नमस्ते दुनिया | বাংলা ভাষা | ภาษาไทย เป็น ที่ ไม่ | ქართული | Հայերեն | አማርኛ | ខ្មែរ | தமிழ் | తెలుగు\n\
日本語のテキスト、カタカナ「引用」 | 简体中文，繁體中文。 | 한국어 문장, 있습니다 | 联通 | 锟斤拷 | ｆｕｌｌ　ｗｉｄｔｈ\n\
└── src │ ├── main.rs ╔═══╗ ║ ║ ╚═══╝ ┌─┬─┐ █▓▒░ | 🚀🌟👨‍👩‍👧 ❤️ ✅ ™ © ® ° ± × ÷ √2 ≈ 1.41 ∞ Σ π µm ½ ¼\n\
25 °C, 5 Â°, É™, “ÅSA”, ÉÄ, Ÿ, ğŸ, ƒ(x), §5, ¶, 10 €, £5, ¥, ¢, 3²+4², 1º, 2ª, ‰, …, •, –, —, ‹a›, ‚b‘, „c“, ’90s\n";

#[test]
fn sound_text_in_any_script_raises_no_alarm() {
    let report = find(SOUND, &Options::default());
    assert_eq!(report.damage, None, "{:?}", report.runs);
    for word in SOUND.split([' ', ',', '\n', '|']) {
        let report = find(word, &Options::default());
        assert_eq!(report.damage, None, "{word}: {:?}", report.runs);
    }
    for (language, text) in TEXTS {
        assert_eq!(find(text, &Options::default()).damage, None, "{language}");
    }
}

/// The files of a folder beside the repository, or nothing with a word about it.
fn shared(folder: &str) -> Vec<(String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(folder);
    let Ok(entries) = std::fs::read_dir(&path) else {
        // Without the folder there is nothing to check.
        skip(folder);
        return Vec::new();
    };
    let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    let read =
        |path: &std::path::PathBuf| Some((path.display().to_string(), std::fs::read_to_string(path).ok()?));
    paths.iter().filter_map(read).collect()
}

fn skip(folder: &str) {
    eprintln!("skipped: there is no ../shared/{folder}");
}

#[test]
fn files_that_people_keep_need_no_repair() {
    for (path, text) in shared("corpus") {
        let report = find(&text, &Options::default());
        assert_eq!(report.damage, None, "{path}: {:?}", report.runs);
    }
}

#[test]
fn east_asian_lines_that_people_keep_come_back() {
    let east_asian =
        |char: char| matches!(char, '\u{3041}'..='\u{30FF}' | '\u{4E00}'..='\u{9FFF}' | '가'..='힣');
    for encoding in [Encoding::Windows1252, Encoding::Windows1254] {
        let (mut all, mut wrong, mut lines, mut silent) = (0, 0, 0, 0);
        for (_, text) in shared("corpus") {
            let kept = text.lines().filter(|line| line.chars().filter(|&char| east_asian(char)).count() > 4);
            let sound: Vec<&str> = kept.take(120).collect();
            let damaged = damage(&sound.join("\n"), encoding, Undefined::Dropped);
            let (mended, report) = mend(&damaged, &Options::default());
            let line = |restored: &Restored| damaged[..restored.span.start()].matches('\n').count();
            let told: Vec<usize> = report.uncertain().map(line).collect();
            for (index, (sound, mended)) in sound.iter().zip(mended.lines()).enumerate() {
                let (here, missed) = compare(sound, mended);
                all += here;
                wrong += missed;
                lines += 1;
                silent += usize::from(missed > 0 && !told.contains(&index));
            }
        }
        assert!(wrong * 20 <= all, "{encoding}: {wrong} of {all} wrong");
        assert!(silent * 100 <= lines, "{encoding}: {silent} of {lines} lines wrong and not told");
    }
}

#[test]
fn a_damaged_list_reads_again() {
    for (path, text) in shared("seed").into_iter().filter(|(path, _)| path.ends_with(".txt")) {
        let (mended, report) = mend(&text, &Options::default());
        assert_eq!(
            report.damage.as_ref().map(|damage| damage.encoding),
            Some(Encoding::Windows1254),
            "{path}"
        );
        for word in [
            "（public🌟）",
            "脑瘤",
            "海马体",
            "白质(WM)、灰质(GM)和脑脊液(CSF)",
            "训练144T1&64T2+验证13+测试",
            "自闭症",
            "轻度认知障碍",
            "早期AD+20老年对照",
            "颅内出血",
            "脑实质出血",
            "蛛网膜下腔出血",
            "无对比头部CT",
            "正常/良性/恶性",
            "43例三次扫描，54例患者治疗前/后扫描",
            "心脏分割",
            "左心房",
            "冠状动脉",
            "肝脏血管分割",
            "胰腺癌",
            "没有结肠息肉，有6-9mm息肉和大于10mm息肉",
            "结肠癌原发病灶",
            "胸部肌肉骨骼",
            "儿童手部骨龄",
            "磁共振图像脊柱结构多类别三维自动分割",
            "椎骨和椎间盘",
            "斯坦福MRNet膝关节MRI数据集",
            "508半月板撕裂",
            "前列腺癌分级",
            "镜检图片",
            "前列腺中央腺体及外周区域",
            "皮肤癌病变类别",
            "24种动作 静态背景动作识别",
            "真实手术",
            "由上海交通大学于2020年10月28日发布，是一个包含 10 个医学公开数据集的集合",
            "Alzheimer’s",
            "10名用户在进行各种身体活动时",
            "上佩戴了传感器，记录的身体运动和生命体征数据集。",
        ] {
            assert!(mended.contains(word), "{word}");
        }
        // The one that is not among the likeliest is told, and offered.
        assert!(
            mended.contains("左脚踝上")
                || report.uncertain().any(|restored| restored.others.iter().any(|other| other.char == '踝')),
        );
        assert!(report.runs.iter().map(|run| run.characters).sum::<usize>() > 650);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_mended_once_and_for_all(text in "(\\PC|[ÃÂâãäåèéÐÑ€™„�? \n\u{80}-\u{BF}]){0,40}") {
        let options = Options::default();
        let (once, report) = mend(&text, &options);
        let (twice, _) = mend(&once, &options);
        prop_assert_eq!(&twice, &once);
        prop_assert!(report.damage.is_some() || once == text);
        let mut at = 0;
        for run in &report.runs {
            prop_assert!(run.span.start() >= at && !run.span.is_empty());
            prop_assert!((0.0..=1.0).contains(&run.confidence));
            at = run.span.end();
        }
        prop_assert!(apply(&text, &report.edits(true)).is_ok());
    }

    #[test]
    fn damaged_text_is_mended_once_and_for_all(
        which in 0..TEXTS.len(), encoding in 0..SINGLE_BYTE.len(), cut in 0..60_usize, mode in 0..4_usize,
    ) {
        let text: String = TEXTS[which].1.chars().skip(cut).take(40).collect();
        let modes = [Undefined::Dropped, Undefined::Marked, Undefined::Questioned, Undefined::Kept];
        let damaged = damage(&text, SINGLE_BYTE[encoding], modes[mode]);
        let options = Options::default();
        let (once, report) = mend(&damaged, &options);
        let (twice, _) = mend(&once, &options);
        prop_assert_eq!(&twice, &once);
        // Nothing outside the runs changes.
        let mut at = 0;
        let mut rest = once.as_str();
        for run in &report.runs {
            let before = &damaged[at..run.span.start()];
            prop_assert!(rest.starts_with(before));
            rest = &rest[before.len() + run.replacement.len()..];
            at = run.span.end();
        }
        prop_assert_eq!(rest, &damaged[at..]);
    }
}

#[test]
fn runs_of_neighbouring_stretches_do_not_overlap() {
    let text: String = TEXTS[4].1.chars().skip(8).take(40).collect();
    let damaged = damage(&text, Encoding::Iso8859_3, Undefined::Marked);
    let report = find(&damaged, &Options::default());
    assert!(report.runs.len() > 2 && apply(&damaged, &report.edits(false)).is_ok());
}
