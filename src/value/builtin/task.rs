//! What a data set is made for.

use super::{Row, row};

pub(super) const ROWS: &[Row] = &[
    row("segmentation", "segmentation", "分割", &["seg", "semantic segmentation", "语义分割"]),
    row("instance-segmentation", "instance segmentation", "实例分割", &[]),
    row("classification", "classification", "分类", &["diagnosis", "诊断", "grading"]),
    row("detection", "detection", "检测", &["object detection", "localisation", "localization", "定位"]),
    row("anomaly-detection", "anomaly detection", "异常检测", &[]),
    row("registration", "registration", "配准", &[]),
    row("reconstruction", "reconstruction", "重建", &[]),
    row("super-resolution", "super-resolution", "超分辨率", &[]),
    row("denoising", "denoising", "去噪", &[]),
    row("synthesis", "synthesis", "合成", &["generation", "translation"]),
    row("regression", "regression", "回归", &["age estimation"]),
    row("survival", "survival prediction", "生存预测", &["prognosis"]),
    row("correlation", "association", "相关", &["相关分析"]),
    row("landmark", "landmark detection", "关键点检测", &["keypoints"]),
    row("tracking", "tracking", "跟踪", &[]),
    row("action-recognition", "action recognition", "动作识别", &["phase recognition"]),
    row("counting", "counting", "计数", &[]),
    row("retrieval", "retrieval", "检索", &[]),
    row("captioning", "report generation", "报告生成", &[]),
    row("vqa", "visual question answering", "视觉问答", &[]),
    row("pose", "pose or depth estimation", "位姿估计", &[]),
    row("quality", "quality assessment", "质量评估", &[]),
    row("forecasting", "forecasting", "预测", &[]),
];
