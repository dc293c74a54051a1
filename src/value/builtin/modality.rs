//! Imaging modalities and other kinds of signals.
//!
//! The codes are the DICOM standard's defined terms for Modality (0008,0060),
//! part 3, section C.7.3.1.1.1.

use super::{Row, row};

const fn modality(row: Row, dicom: &'static [&'static str]) -> Row {
    Row { dicom, ..row }
}

pub(super) const ROWS: &[Row] = &[
    modality(
        row(
            "mri",
            "MRI",
            "磁共振",
            &["MR", "MRT", "核磁", "核磁共振", "磁共振成像", "magnetic resonance imaging"],
        ),
        &["MR"],
    ),
    modality(row("mri-t1", "MRI T1", "MRI T1", &["T1", "T1w", "T1WI", "MRI T1WI", "T1 MRI"]), &["MR"]),
    modality(row("mri-t2", "MRI T2", "MRI T2", &["T2", "T2w", "T2WI", "MRI T2WI", "T2 MRI"]), &["MR"]),
    modality(row("mri-flair", "MRI FLAIR", "MRI FLAIR", &["FLAIR"]), &["MR"]),
    modality(row("mri-dwi", "diffusion MRI", "弥散磁共振", &["DWI", "DTI", "dMRI"]), &["MR"]),
    modality(row("fmri", "functional MRI", "功能磁共振", &["BOLD"]), &["MR"]),
    modality(
        row(
            "mri-multimodal",
            "multi-parametric MRI",
            "多模态MRI",
            &["mpMRI", "multimodal MRI", "multi-modal MRI"],
        ),
        &["MR"],
    ),
    modality(row("mra", "MR angiography", "磁共振血管成像", &[]), &["MR"]),
    modality(row("ct", "CT", "CT", &["CAT", "computed tomography"]), &["CT"]),
    modality(row("ct-noncontrast", "non-contrast CT", "平扫CT", &["NCCT", "无对比CT"]), &["CT"]),
    modality(row("cta", "CT angiography", "CT血管成像", &[]), &["CT"]),
    modality(row("cbct", "cone-beam CT", "锥形束CT", &[]), &["CT"]),
    modality(row("pet", "PET", "PET", &["PT", "18F-PET", "FDG-PET"]), &["PT"]),
    modality(row("pet-ct", "PET/CT", "PET/CT", &[]), &["PT", "CT"]),
    modality(row("spect", "SPECT", "SPECT", &[]), &["NM"]),
    modality(
        row("xray", "X-ray", "X光", &["x-ray", "XR", "radiograph", "radiography", "CXR", "X线"]),
        &["DX", "CR"],
    ),
    modality(row("mammography", "mammography", "乳腺X线摄影", &["MG", "乳腺X", "mammogram"]), &["MG"]),
    modality(row("dxa", "bone densitometry", "骨密度", &["DEXA"]), &["BMD"]),
    modality(row("fluoroscopy", "fluoroscopy", "透视", &[]), &["RF"]),
    modality(row("angiography", "X-ray angiography", "血管造影", &["DSA"]), &["XA"]),
    modality(row("ultrasound", "ultrasound", "超声", &["US", "sonography", "超声图像"]), &["US"]),
    modality(row("echocardiography", "echocardiography", "超声心动图", &["echo"]), &["US"]),
    modality(row("oct", "OCT", "光学相干断层扫描", &["optical coherence tomography"]), &["OPT"]),
    modality(row("fundus", "fundus photography", "眼底照片", &["CFP", "眼底", "fundus"]), &["OP"]),
    modality(
        row("endoscopy", "endoscopy", "内窥镜", &["内窥镜图", "内镜", "colonoscopy", "gastroscopy"]),
        &["ES"],
    ),
    modality(row("laparoscopy", "laparoscopy", "腹腔镜", &["surgical video"]), &["ES"]),
    modality(row("dermoscopy", "dermoscopy", "皮肤镜", &["dermatoscopy"]), &["DMS"]),
    modality(
        row(
            "histopathology",
            "whole-slide microscopy",
            "病理切片",
            &["WSI", "H&E", "镜检图片", "病理", "histology"],
        ),
        &["SM"],
    ),
    modality(row("microscopy", "microscopy", "显微镜", &[]), &["GM"]),
    modality(row("photo", "photograph", "照片", &["图片", "clinical photo"]), &["XC"]),
    modality(row("video", "video", "视频", &[]), &[]),
    modality(row("eeg", "EEG", "脑电", &["iEEG", "ECoG"]), &["EEG"]),
    modality(row("meg", "MEG", "脑磁", &[]), &[]),
    modality(row("ecg", "ECG", "心电", &["EKG"]), &["ECG"]),
    modality(row("emg", "EMG", "肌电", &[]), &["EMG"]),
    modality(row("clinical", "clinical records", "临床数据", &["EHR", "EMR"]), &[]),
    modality(row("genomics", "genomics", "基因组", &["WGS", "WES", "RNA-seq"]), &[]),
    modality(row("wearable", "wearable sensors", "可穿戴传感器", &["IMU", "accelerometer"]), &[]),
    modality(row("multimodal", "several modalities", "多模态", &[]), &[]),
];
