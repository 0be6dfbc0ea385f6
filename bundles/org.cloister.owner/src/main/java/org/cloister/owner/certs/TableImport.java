// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.certs;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.cloister.amd.page.CertificateEntry;
import org.cloister.amd.page.CertificateKind;
import org.cloister.amd.page.CertificateTable;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.AmdCrl;
import org.cloister.amd.x509.CertificateRole;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.owner.OwnerCodes;
import org.cloister.owner.verify.CertificateFiles;

/**
 * Makes a GHCB certificate table of the certificates in files: each kind once, in DER, in the order of
 * {@link CertificateKind}. Whether they belong together is for a verification to say. For one thread.
 */
public final class TableImport {
    private static final Map<CertificateRole, CertificateKind> KINDS = Map.of(
            CertificateRole.ARK, CertificateKind.ARK,
            CertificateRole.ASK, CertificateKind.ASK,
            CertificateRole.ASVK, CertificateKind.ASK,
            CertificateRole.VCEK, CertificateKind.VCEK,
            CertificateRole.VLEK, CertificateKind.VLEK);

    private final Map<CertificateKind, Bytes> contents = new EnumMap<>(CertificateKind.class);
    private final Map<CertificateKind, String> origins = new EnumMap<>(CertificateKind.class);

    private TableImport() {}

    /**
     * The table. Of an ASK and an ASVK only the one goes in that issues the chip's or loaded key beside them, as AMD
     * hands out both in one file.
     *
     * @param files at least one certificate or revocation list; what is ignored there is ignored here
     * @param where what was named, for messages
     * @throws org.cloister.api.CloisterException {@code certs.none}, {@code certs.legacy} for a certificate in AMD's
     *     own format, {@code certs.role} for one that has no place in a table, {@code certs.twice} for two of a kind,
     *     or what kept a file from being read
     */
    public static CertificateTable of(CertificateFiles files, String where) {
        requireReadable(files);
        TableImport table = new TableImport();
        List<AmdCertificate> certificates = files.bundle().certificates();
        certificates.stream().filter(one -> issuesAny(one, certificates)).forEach(table::add);
        files.bundle().crls().forEach(table::add);
        if (table.contents.isEmpty()) {
            throw Problem.input(ProblemCodes.CERTS_NONE, "there is no certificate in what was named")
                    .at(where)
                    .expected("X.509 certificates in PEM or DER")
                    .exception();
        }
        List<CertificateEntry> entries = new ArrayList<>();
        table.contents.forEach((kind, content) -> entries.add(new CertificateEntry(kind, content)));
        return CertificateTable.of(entries);
    }

    private static void requireReadable(CertificateFiles files) {
        files.bundle().problems().stream().findFirst().ifPresent(problem -> {
            throw problem.exception();
        });
        files.legacy().stream().findFirst().ifPresent(one -> {
            throw Problem.input(
                            OwnerCodes.CERTS_LEGACY, "a certificate in AMD's own format has no place in a GHCB table")
                    .at(one.where())
                    .found(one.certificate().usage())
                    .expected("X.509 certificates of SEV-SNP")
                    .exception();
        });
    }

    /** Whether an intermediate certificate belongs to a key of these; true for the others, and without any key. */
    private static boolean issuesAny(AmdCertificate one, List<AmdCertificate> all) {
        List<CertificateRole> issuers = all.stream()
                .flatMap(other -> other.role().stream())
                .filter(role -> !role.authority())
                .map(CertificateRole::issuer)
                .toList();
        boolean intermediate = one.role()
                .filter(role -> KINDS.get(role) == CertificateKind.ASK)
                .isPresent();
        return !intermediate || issuers.isEmpty() || issuers.contains(one.role().orElseThrow());
    }

    private void add(AmdCertificate certificate) {
        CertificateRole role = certificate
                .role()
                .orElseThrow(() -> Problem.input(OwnerCodes.CERTS_ROLE, "this certificate has no place in a GHCB table")
                        .at(certificate.where())
                        .found(certificate.subject())
                        .expected("an ARK, ASK, ASVK, VCEK or VLEK")
                        .exception());
        add(KINDS.get(role), certificate.encoded(), certificate.where());
    }

    private void add(AmdCrl list) {
        add(CertificateKind.CRL, list.encoded(), list.where());
    }

    private void add(CertificateKind kind, Bytes content, String where) {
        Bytes other = contents.putIfAbsent(kind, content);
        if (other != null && !other.equals(content)) {
            throw Problem.input(OwnerCodes.CERTS_TWICE, "a GHCB table has room for one " + kind + ", and these are two")
                    .at(where)
                    .found("another in " + origins.get(kind))
                    .remedy("name the files of one chain only")
                    .exception();
        }
        origins.putIfAbsent(kind, where);
    }
}
