// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.firmware;

/** Codes of problems of firmware images; see {@link org.cloister.api.ProblemCodes}. */
public final class FirmwareCodes {
    /** Input: the firmware image is empty. */
    public static final String OVMF_EMPTY = "ovmf.empty";

    /** Input: the firmware image has no footer table where it has to be. */
    public static final String OVMF_FOOTER = "ovmf.footer";

    /** Input: the file is of another format, such as qcow2 or gzip, and not firmware as it lies in memory. */
    public static final String OVMF_FORMAT = "ovmf.format";

    /** Input: the area for kernel hashes cannot hold them, or does not lie in its section. */
    public static final String OVMF_HASHES_AREA = "ovmf.hashes.area";

    /** Input: the SEV metadata has too many sections. */
    public static final String OVMF_METADATA_COUNT = "ovmf.metadata.count";

    /** Input: the length of the SEV metadata is wrong, or runs over the end of the image. */
    public static final String OVMF_METADATA_LENGTH = "ovmf.metadata.length";

    /** Input: the firmware has no SEV-SNP metadata. */
    public static final String OVMF_METADATA_MISSING = "ovmf.metadata.missing";

    /** Input: the SEV metadata's offset is outside the image. */
    public static final String OVMF_METADATA_OFFSET = "ovmf.metadata.offset";

    /** Input: there is no SEV metadata where the table points. */
    public static final String OVMF_METADATA_SIGNATURE = "ovmf.metadata.signature";

    /** Input: the sections of the SEV metadata take too much memory together. */
    public static final String OVMF_METADATA_TOTAL = "ovmf.metadata.total";

    /** Input: this version of the SEV metadata is not known. */
    public static final String OVMF_METADATA_VERSION = "ovmf.metadata.version";

    /** Input: the firmware image is padded behind its volumes. */
    public static final String OVMF_PADDED = "ovmf.padded";

    /** Input: the firmware does not say where further vCPUs begin. */
    public static final String OVMF_RESET_MISSING = "ovmf.reset.missing";

    /** Input: a section of the SEV metadata is not made of whole pages. */
    public static final String OVMF_SECTION_ALIGNMENT = "ovmf.section.alignment";

    /** Input: two sections of the SEV metadata overlap. */
    public static final String OVMF_SECTION_OVERLAP = "ovmf.section.overlap";

    /** Input: a section of the SEV metadata runs over 4 GiB. */
    public static final String OVMF_SECTION_PLACE = "ovmf.section.place";

    /** Input: a section of the SEV metadata that has one page has another size. */
    public static final String OVMF_SECTION_SIZE = "ovmf.section.size";

    /** Input: a section of the SEV metadata has a type that is not known. */
    public static final String OVMF_SECTION_TYPE = "ovmf.section.type";

    /** Input: the firmware image is too long, or not a multiple of what maps it: 64 KiB, in flash 4 KiB. */
    public static final String OVMF_SIZE = "ovmf.size";

    /** Input: an entry of the footer table is too short for its data. */
    public static final String OVMF_TABLE_ENTRY = "ovmf.table.entry";

    /** Input: a length in the footer table is wrong. */
    public static final String OVMF_TABLE_LENGTH = "ovmf.table.length";

    /** Input: the footer table has two entries of one GUID. */
    public static final String OVMF_TABLE_TWICE = "ovmf.table.twice";

    /** Input: the firmware image is cut off. */
    public static final String OVMF_TRUNCATED = "ovmf.truncated";

    /** Input: this is a store of UEFI variables and no firmware. */
    public static final String OVMF_VARIABLES = "ovmf.variables";

    /** Input: the image does not say where an SVSM begins. */
    public static final String SVSM_ENTRY = "svsm.entry";

    private FirmwareCodes() {}
}
