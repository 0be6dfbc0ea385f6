// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.evidence;

import org.cloister.api.files.Utf16Text;

/**
 * The shapes in which evidence is handed over, one line each, in the order in which they are looked for. A shape may
 * lie in another: the JSON of a tool in base64, for example.
 */
public enum EvidenceShape {
    /** The report alone. */
    REPORT(
            "report",
            "an SEV-SNP attestation report",
            "1,184 bytes with a version from 2 on at 0x0 and signature algorithm 1 at 0x34",
            "the report"),
    /** The report of SEV and SEV-ES alone. */
    LEGACY_REPORT(
            "legacy-report",
            "an attestation report of SEV or SEV-ES",
            "208 bytes with the usage of a PEK at 0x34",
            "the report; it is verified by the platform's PEK"),
    /** Azure's report. */
    HCL_REPORT(
            "hcl-report",
            "the HCL report of an Azure guest",
            "`HCLA` at 0x0",
            "the report; runtime data, to whose hash the report's REPORT_DATA is bound"),
    /** MSG_REPORT_RSP. */
    REPORT_RESPONSE(
            "report-response",
            "the firmware's answer MSG_REPORT_RSP",
            "size 1,184 at 0x4 and 24 zeros; 1,216 or 4,000 bytes",
            "the report; none where the status at 0x0 is not 0"),
    /** The report with what the host adds. */
    EXTENDED_REPORT(
            "extended-report",
            "an attestation report with a certificate table",
            "a report with a certificate table behind it, or zeros up to a page",
            "the report; certificates"),
    /** A GHCB table. */
    CERTIFICATE_TABLE(
            "certificate-table",
            "a GHCB certificate table",
            "the GUID of a certificate in rows of 24 bytes, a row of zeros behind them",
            "certificates in DER or PEM; entries with other GUIDs are listed"),
    /** Kernel folder. */
    TSM_FOLDER(
            "tsm-folder",
            "a folder of configfs-tsm",
            "a folder with a file `outblob`",
            "the report; the certificates of `auxblob`"),
    /** The same as CBOR. */
    TSM_CBOR(
            "tsm-cbor",
            "configfs-tsm as CBOR",
            "a CBOR map with `outblob`",
            "the report; the certificates of `auxblob`"),
    /** COSE, CoRIM and others. */
    CBOR_TOKEN("cbor-token", "a CBOR token", "a tag of COSE, CWT, CoRIM or UCCS", "not taken"),
    /** The messages of go-sev-guest. */
    PROTOBUF(
            "protobuf",
            "a protobuf message sevsnp.Attestation",
            "a report as field 1; as text `report:` or `report {`; as JSON `report` and `certificateChain`",
            "not taken"),
    /** Text of JSON, PEM or digits in it. */
    UTF16_TEXT("utf16-text", Utf16Text.TITLE, "a byte order mark of UTF-16 at 0x0", "not taken"),
    /** Hexadecimal digits. */
    HEX(
            "hex",
            "hexadecimal text",
            "nothing but hexadecimal digits, with `0x` or without, in lines or not",
            "any shape"),
    /** Base64. */
    BASE64(
            "base64",
            "base64 text",
            "nothing but base64 of either alphabet, filled up with `=` or not, in lines or not",
            "any shape"),
    /** configfs-tsm as JSON. */
    TSM_JSON(
            "tsm-json",
            "configfs-tsm as JSON",
            "a JSON object with `outblob`",
            "the report; the certificates of `auxblob`"),
    /** Azure's vTPM evidence. */
    VTPM_JSON(
            "vtpm-json",
            "vTPM evidence of an Azure guest as JSON",
            "a JSON object with `hcl_report`, or with `quote` and `report`",
            "an HCL report; the VCEK. The TPM's quote is not judged"),
    /** Azure's certificates. */
    THIM_JSON(
            "thim-json",
            "the certificates of Azure's THIM service",
            "a JSON object with `vcekCert`",
            "VCEK, ASK, ARK, and the TCB that they are for"),
    /** Trustee's evidence. */
    TRUSTEE_JSON(
            "trustee-json",
            "SNP evidence of trustee as JSON",
            "a JSON object whose `attestation_report` is an object",
            "the report, put together from its fields; certificates"),
    /** Evidence of other verifiers. */
    VERIFIER_JSON(
            "verifier-json",
            "evidence for a verifier as JSON",
            "a JSON object whose `attestation_report` is a text",
            "the report; certificates"),
    /** A wrapper. */
    ENVELOPE_JSON("envelope-json", "JSON around evidence", "a JSON object with `evidence`", "any shape of JSON"),
    /** JSON tokens. */
    EAT_JSON("eat-json", "an EAT or CMW token as JSON", "a JSON object with `eat_profile` or `cmw`", "not taken");

    private final String key;
    private final String title;
    private final String sign;
    private final String content;

    EvidenceShape(String key, String title, String sign, String content) {
        this.key = key;
        this.title = title;
        this.sign = sign;
        this.content = content;
    }

    /** Its name in results. */
    public String key() {
        return key;
    }

    /** What it is, in a few words with an article where one belongs there. */
    public String title() {
        return title;
    }

    /** How it is recognised, as part of a sentence. */
    public String sign() {
        return sign;
    }

    /** What is taken from it, as part of a sentence. */
    public String content() {
        return content;
    }

    /** Its name. */
    @Override
    public String toString() {
        return key;
    }
}
