//! Presets: fields that a catalog gets by naming them, and the header
//! spellings by which migration knows their columns.

use super::schema::Field;
use crate::value::{Kind, Localized, Vocabulary};

/// A named set of fields.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// As written after `preset:`.
    pub name: &'static str,
    columns: &'static [Column],
}

#[derive(Debug)]
struct Column {
    id: &'static str,
    kind: Kind,
    vocabulary: Option<&'static str>,
    required: bool,
    column: bool,
    titles: &'static [(&'static str, &'static str)],
    /// Headers, besides the id and the titles, that mean this field.
    headers: &'static [&'static str],
}

const fn column(id: &'static str, kind: Kind, titles: &'static [(&'static str, &'static str)]) -> Column {
    Column { id, kind, vocabulary: None, required: false, column: true, titles, headers: &[] }
}

/// The fields of a catalog that names no preset and states no fields.
pub const PLAIN: Preset = Preset {
    name: "none",
    columns: &[
        Column {
            required: true,
            headers: &["title", "名称"],
            ..column("name", Kind::Text, &[("en", "Name"), ("zh-Hans", "名称")])
        },
        Column {
            headers: &["url", "links"],
            ..column("link", Kind::Link, &[("en", "Link"), ("zh-Hans", "链接")])
        },
        Column {
            headers: &["desc", "about", "简介"],
            ..column("description", Kind::Prose, &[("en", "Description"), ("zh-Hans", "说明")])
        },
        Column { column: false, ..column("image", Kind::Image, &[("en", "Image"), ("zh-Hans", "图片")]) },
    ],
};

/// Medical imaging data sets: modality, format, size, task.
pub const MEDICAL_IMAGING: Preset = Preset {
    name: "medical-imaging",
    columns: &[
        Column {
            required: true,
            headers: &["dataset name", "data set", "name", "数据集名称", "名称"],
            ..column("name", Kind::Text, &[("en", "Dataset"), ("zh-Hans", "数据集")])
        },
        Column {
            headers: &["label", "classes", "annotation", "annotations", "标签", "类别"],
            ..column("labels", Kind::List, &[("en", "Labels"), ("zh-Hans", "标注")])
        },
        Column {
            vocabulary: Some("modality"),
            headers: &["modalities", "imaging modality", "影像模态", "成像模态"],
            ..column("modality", Kind::Terms, &[("en", "Modality"), ("zh-Hans", "模态")])
        },
        Column {
            vocabulary: Some("format"),
            headers: &["format", "file format", "data format", "图像格式", "数据格式", "文件格式"],
            ..column("format", Kind::Term, &[("en", "Image format"), ("zh-Hans", "格式")])
        },
        Column {
            vocabulary: Some("modality"),
            headers: &["size", "dataset size", "data volume", "number of cases", "数据规模", "数据大小"],
            ..column("size", Kind::Size, &[("en", "Data size"), ("zh-Hans", "数据量")])
        },
        Column {
            vocabulary: Some("task"),
            headers: &["tasks", "task type", "任务类型"],
            ..column("tasks", Kind::Terms, &[("en", "Task"), ("zh-Hans", "任务")])
        },
        Column {
            required: true,
            headers: &["url", "links", "download", "website", "地址", "下载链接", "数据集链接"],
            ..column("link", Kind::Link, &[("en", "Link"), ("zh-Hans", "链接")])
        },
        Column {
            column: false,
            ..column("description", Kind::Prose, &[("en", "Description"), ("zh-Hans", "说明")])
        },
        Column { column: false, ..column("image", Kind::Image, &[("en", "Image"), ("zh-Hans", "图片")]) },
    ],
};

/// Every preset that can be named.
pub const ALL: &[&Preset] = &[&MEDICAL_IMAGING, &PLAIN];

/// The preset of that name.
pub fn find(name: &str) -> Option<&'static Preset> {
    ALL.iter().copied().find(|preset| preset.name == name)
}

impl Preset {
    /// Its fields, in order.
    pub fn fields(&self) -> Vec<Field> {
        self.columns
            .iter()
            .map(|column| Field {
                required: column.required,
                title: Localized::from_pairs(column.titles.iter().copied()),
                vocabulary_id: column.vocabulary.map(String::from),
                vocabulary: column.vocabulary.and_then(Vocabulary::builtin_shared),
                column: column.column,
                ..Field::new(column.id, column.kind)
            })
            .collect()
    }

    /// The index of the field whose column a header names, in any spelling
    /// this preset knows; case and spaces around do not matter.
    pub fn column_of(&self, header: &str) -> Option<usize> {
        let header = header.trim().to_lowercase();
        self.columns.iter().position(|column| {
            column.id == header
                || column.titles.iter().any(|(_, title)| title.to_lowercase() == header)
                || column.headers.contains(&header.as_str())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_names_its_column_in_every_known_spelling() {
        for (header, id) in
            [("Image format", "format"), ("格式", "format"), (" label ", "labels"), ("DATASET", "name")]
        {
            let index = MEDICAL_IMAGING.column_of(header).unwrap();
            assert_eq!(MEDICAL_IMAGING.fields()[index].id, id);
        }
        assert_eq!(MEDICAL_IMAGING.column_of("Price"), None);
    }

    #[test]
    fn no_header_names_two_columns_of_a_preset() {
        for preset in ALL {
            let mut seen = std::collections::HashSet::new();
            for column in preset.columns {
                for header in column.headers {
                    assert!(seen.insert(*header), "{header} twice in {}", preset.name);
                }
            }
        }
    }
}
