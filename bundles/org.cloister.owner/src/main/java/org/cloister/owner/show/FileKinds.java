// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.show;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.cloister.amd.firmware.OtherFormat;
import org.cloister.amd.id.IdAuthentication;
import org.cloister.amd.id.IdBlock;
import org.cloister.amd.page.CpuidPage;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.SevReport;
import org.cloister.amd.session.PacketHeader;
import org.cloister.amd.session.SessionBlob;
import org.cloister.amd.struct.Structure;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.NearestNames;
import org.cloister.api.Problem;
import org.cloister.owner.OwnerCodes;

/** The kinds of files that can be shown, as a table, and the search for the one that a file is of. */
public final class FileKinds {
    private static final List<FileKind> ALL = List.of(
            new FileKind(
                    "report",
                    "an SEV-SNP attestation report",
                    "1184 bytes, or fewer that begin with a version and have signature algorithm 1 at offset 0x34",
                    FileSignatures::report,
                    (content, where) -> AttestationReport.decode(content, where).show()),
            new FileKind(
                    "legacy-report",
                    "an attestation report of SEV or SEV-ES",
                    "the signature of a PEK, by usage and algorithm at offset 0x34",
                    FileSignatures::legacyReport,
                    (content, where) -> SevReport.decode(content, where).show()),
            new FileKind(
                    "evidence",
                    "evidence with a report or certificates in it",
                    "one of the shapes in which clouds and tools hand evidence over",
                    EvidenceView::seems,
                    EvidenceView::of),
            new FileKind(
                    "sev-certificate",
                    "a certificate in AMD's format, or several",
                    "version 1, and a known usage at offset 0x8 or sizes of an RSA key at 0x38",
                    FileSignatures::amdCertificate,
                    CertificateViews::amdFormat),
            new FileKind(
                    "x509",
                    "an X.509 certificate or revocation list, or several in PEM",
                    "PEM, or a DER sequence",
                    FileSignatures::x509,
                    CertificateViews::x509),
            new FileKind(
                    "certificate-table",
                    "a GHCB certificate table",
                    "the GUID of a certificate",
                    FileSignatures::certificateTable,
                    CertificateViews::table),
            new FileKind(
                    "key", "a P-384 key", "a key in PEM, or 1028 bytes with a curve", FileSignatures::key, KeyView::of),
            new FileKind(
                    "ovmf",
                    "an OVMF image",
                    "a firmware volume, the footer of a GUID table, or a multiple of 64 KiB",
                    FileSignatures::ovmf,
                    OvmfView::of),
            new FileKind(
                    "svsm", "an SVSM", "a GUID table with the entry of an SVSM", FileSignatures::svsm, OvmfView::of),
            new FileKind("igvm", "an IGVM file", "the letters IGVM", FileSignatures::igvm, IgvmView::of),
            new FileKind(
                    "other-format",
                    "a file of another format",
                    "the signature of a disk image, a compressed file or a program",
                    FileSignatures::otherFormat,
                    OtherFormatView::of),
            new FileKind(
                    "session",
                    "a session of a guest owner",
                    "128 bytes",
                    FileSignatures::session,
                    (content, name) -> SessionBlob.decode(content, name).show()),
            new FileKind(
                    "packet-header",
                    "the header of a secret",
                    "52 bytes with known flags",
                    FileSignatures::packetHeader,
                    (content, name) -> PacketHeader.decode(content, name).show()),
            new FileKind(
                    "vmsa",
                    "a VMSA",
                    "4096 bytes with EFER.SVME set at offset 0xd0",
                    FileSignatures::vmsa,
                    VmsaView::of),
            new FileKind(
                    "id-block",
                    "an ID block",
                    "96 bytes with version 1 at offset 0x50",
                    FileSignatures::idBlock,
                    (content, where) -> IdBlock.decode(content, where).show()),
            new FileKind(
                    "id-auth",
                    "an ID authentication",
                    "algorithm 1 at offset 0x0 and curve 2 at offset 0x240",
                    FileSignatures::idAuthentication,
                    (content, where) -> IdAuthentication.decode(content, where).show()),
            new FileKind(
                    "secrets",
                    "a secrets page",
                    "4096 bytes with a known version, a processor at offset 0x8 and zeros where they must be",
                    FileSignatures::secrets,
                    SecretsView::of),
            new FileKind(
                    "cpuid",
                    "a CPUID page",
                    "3088 or 4096 bytes with 1 to 64 answers and zeros behind them",
                    FileSignatures::cpuid,
                    (content, where) -> CpuidPage.decode(content, where).show()),
            new FileKind(
                    "kernel-hashes",
                    "a table of kernel hashes",
                    "its GUID at offset 0x0",
                    FileSignatures::hashTable,
                    HashTableView::of));

    private FileKinds() {}

    /** All kinds. */
    public static List<FileKind> all() {
        return ALL;
    }

    /**
     * The kind with a name.
     *
     * @throws CloisterException {@code show.kind} for one that is not known
     */
    public static FileKind named(String name) {
        return ALL.stream()
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Problem.input(OwnerCodes.SHOW_KIND, "there is no kind of file with this name")
                        .found(name)
                        .expected("one of " + ALL.stream().map(FileKind::name).collect(Collectors.joining(", ")))
                        .remedy(NearestNames.offer(
                                name, ALL.stream().map(FileKind::name).toList()))
                        .exception());
    }

    /**
     * Finds out what a file is.
     *
     * @param content in binary; see {@link EncodedContent} for files of base64
     * @param where the file, for messages
     */
    public static FileKindMatch recognise(Bytes content, String where) {
        return new FileKindMatch(
                where,
                ALL.stream()
                        .map(kind -> FileKindAttempt.of(kind, content, where))
                        .toList());
    }

    /**
     * Reads a file as one of a kind, whatever it looks like.
     *
     * @throws CloisterException when it cannot be read as that, with what it is instead if that is known
     */
    public static Structure show(FileKind kind, Bytes content, String where) {
        try {
            return kind.reader().apply(content, where);
        } catch (CloisterException refused) {
            throw refused.problem()
                    .remedy(instead(kind, refused.problem(), content))
                    .exception(refused);
        }
    }

    /** What a file is that was taken for something else: a title with an article; empty when that is not known. */
    public static Optional<String> guess(Bytes content) {
        return OtherFormat.of(content)
                .map(OtherFormat::title)
                .or(() -> recognise(EncodedContent.decoded(content).orElse(content), "")
                        .kind()
                        .map(FileKind::title));
    }

    private static String instead(FileKind kind, Problem problem, Bytes content) {
        return guess(content)
                .filter(title -> !title.equals(kind.title()))
                .map(title -> "this looks like " + title)
                .orElse(problem.remedy());
    }
}
