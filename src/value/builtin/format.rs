//! Formats of image and signal files, with suffix, EDAM code and media type.
//!
//! EDAM codes are those of <https://edamontology.org>; a format whose code is
//! in doubt has none. Media types are IANA's. GeoTIFF is no alias of TIFF: it
//! carries more.

use super::{Row, row};

const fn format(
    row: Row,
    suffixes: &'static [&'static str],
    edam: &'static str,
    media_type: &'static str,
) -> Row {
    Row { suffixes, edam, media_type, ..row }
}

pub(super) const ROWS: &[Row] = &[
    format(
        row("nifti", "NIfTI", "NIfTI", &["nii", "nifti-1", "nifti1", "nifti-2", "nifti2", "nifti files"]),
        &[".nii"],
        "format_4001",
        "",
    ),
    format(
        row("nifti-gz", "NIfTI (gzip)", "NIfTI (gzip)", &["nii.gz", "niigz", "nifti.gz", "compressed nifti"]),
        &[".nii.gz"],
        "",
        "",
    ),
    format(
        row("dicom", "DICOM", "DICOM", &["dcm", "dicom files"]),
        &[".dcm"],
        "format_3548",
        "application/dicom",
    ),
    format(
        row("metaimage", "MetaImage", "MetaImage", &["mha", "mhd", "mhd/raw", "mha/mhd", "metaio"]),
        &[".mha", ".mhd"],
        "",
        "",
    ),
    format(row("nrrd", "NRRD", "NRRD", &["nhdr"]), &[".nrrd"], "", ""),
    format(
        row("analyze", "Analyze 7.5", "Analyze 7.5", &["hdr/img", "analyze75"]),
        &[".hdr", ".img"],
        "",
        "",
    ),
    format(row("minc", "MINC", "MINC", &["mnc"]), &[".mnc"], "", ""),
    format(row("mgz", "MGH/MGZ", "MGH/MGZ", &["mgh"]), &[".mgz"], "", ""),
    format(row("par-rec", "PAR/REC", "PAR/REC", &[]), &[".par", ".rec"], "", ""),
    format(row("ecat", "ECAT", "ECAT", &[]), &[".v"], "", ""),
    format(row("tiff", "TIFF", "TIFF", &["tif"]), &[".tif"], "format_3591", "image/tiff"),
    format(
        row("ome-tiff", "OME-TIFF", "OME-TIFF", &["ome.tif", "ome.tiff"]),
        &[".ome.tif"],
        "format_3727",
        "",
    ),
    format(row("svs", "Aperio SVS", "Aperio SVS", &["aperio"]), &[".svs"], "", ""),
    format(row("ndpi", "Hamamatsu NDPI", "Hamamatsu NDPI", &[]), &[".ndpi"], "", ""),
    format(row("mrxs", "3DHISTECH MRXS", "3DHISTECH MRXS", &["mirax"]), &[".mrxs"], "", ""),
    format(row("czi", "Zeiss CZI", "Zeiss CZI", &[]), &[".czi"], "", ""),
    format(row("png", "PNG", "PNG", &[]), &[".png"], "format_3603", "image/png"),
    format(row("jpeg", "JPEG", "JPEG", &["jpg"]), &[".jpg"], "format_3579", "image/jpeg"),
    format(row("jpeg2000", "JPEG 2000", "JPEG 2000", &["jp2", "j2k"]), &[".jp2"], "", "image/jp2"),
    format(row("bmp", "BMP", "BMP", &["bitmap"]), &[".bmp"], "format_3592", "image/bmp"),
    format(row("gif", "GIF", "GIF", &[]), &[".gif"], "", "image/gif"),
    format(row("ppm", "PPM/PGM", "PPM/PGM", &["pgm", "pnm"]), &[".pgm"], "", ""),
    format(row("raw", "raw binary", "原始二进制", &[]), &[".raw"], "", ""),
    format(row("npy", "NumPy", "NumPy", &["npz"]), &[".npy"], "format_4003", ""),
    format(row("mat", "MATLAB", "MATLAB", &[".mat"]), &[".mat"], "", ""),
    format(row("hdf5", "HDF5", "HDF5", &["h5"]), &[".h5"], "format_3590", ""),
    format(row("zarr", "Zarr", "Zarr", &["ome-zarr", "ngff"]), &[".zarr"], "format_3915", ""),
    format(row("csv", "CSV", "CSV", &[]), &[".csv"], "format_3752", "text/csv"),
    format(row("json", "JSON", "JSON", &[]), &[".json"], "format_3464", ""),
    format(row("edf", "EDF", "EDF", &["edf+", "bdf"]), &[".edf"], "", ""),
    format(row("wfdb", "WFDB", "WFDB", &["mit format"]), &[".dat", ".hea"], "", ""),
    format(row("mp4", "MP4", "MP4", &[]), &[".mp4"], "format_3997", "video/mp4"),
    format(row("avi", "AVI", "AVI", &[]), &[".avi"], "format_3990", ""),
    format(row("stl", "STL", "STL", &[]), &[".stl"], "", ""),
    format(row("vtk", "VTK", "VTK", &[]), &[".vtk"], "", ""),
];
