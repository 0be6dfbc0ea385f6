// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.crypto.Hash;
import org.cloister.amd.report.ReportField;
import org.cloister.amd.report.ReportSigner;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.tcb.Generations;
import org.cloister.api.Bytes;
import org.cloister.owner.verify.Rule.Judgement;

/**
 * Rules about who is behind a report: generation and chip of the processor, the key that signed, the cloud provider,
 * and whether that was checked.
 */
final class IdentityRules {
    private static final int SHORT_ID = 8;
    private static final int LONG_ID = 64;

    private static final String PRODUCTS =
            Generations.withSnp().stream().map(Generation::product).collect(Collectors.joining(", "));

    private IdentityRules() {}

    static Rule chip(AppraisalSetting setting) {
        List<Bytes> allowed = setting.alternatives().stream()
                .map(value -> setting.bytes(value, SHORT_ID, LONG_ID))
                .toList();
        String demanded = allowed.stream().map(Bytes::hex).collect(Collectors.joining(" or "));
        return subject -> {
            if (subject.report().chipIdMasked()) {
                return new Judgement(false, "the host masks the chip id in reports");
            }
            Bytes seen = subject.report().bytes(ReportField.CHIP_ID);
            return Judgement.of(allowed.stream().anyMatch(one -> same(one, seen)), seen.hex(), demanded);
        };
    }

    private static boolean same(Bytes id, Bytes field) {
        return field.slice(0, id.length()).equals(id)
                && field.slice(id.length(), field.length() - id.length()).isZero();
    }

    static Rule provider(AppraisalSetting setting) {
        List<String> allowed = setting.values();
        return subject -> {
            Optional<String> seen = subject.leaf().flatMap(one -> one.amd().cspId());
            boolean right = seen.filter(allowed::contains).isPresent();
            return Judgement.of(right, seen.orElse("no cloud provider"), String.join(" or ", allowed));
        };
    }

    static Rule product(AppraisalSetting setting) {
        Set<Generation> allowed = EnumSet.noneOf(Generation.class);
        setting.alternatives().forEach(name -> allowed.add(generation(setting, name)));
        String demanded = allowed.stream().map(Generation::product).collect(Collectors.joining(" or "));
        return subject -> subject.generation()
                .map(seen -> Judgement.of(allowed.contains(seen), seen.product(), demanded))
                .orElseGet(() -> new Judgement(false, AppraisalInput.NO_GENERATION));
    }

    /** The generation with SEV-SNP of a name, in whatever case: Bergamo for example is a Genoa to certificates. */
    static Generation generation(AppraisalSetting setting, String name) {
        return Generations.withSnp().stream()
                .filter(one -> one.product().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> setting.wrong(name, "one of " + PRODUCTS));
    }

    static Rule keyKind(AppraisalSetting setting) {
        Set<ReportSigner> allowed = EnumSet.noneOf(ReportSigner.class);
        setting.alternatives().forEach(name -> allowed.add(signer(name).orElseThrow(() -> setting.wrong(name))));
        String demanded = allowed.stream().map(ReportSigner::name).collect(Collectors.joining(" or "));
        return subject -> {
            ReportSigner seen = subject.report().keyInfo().signingKey();
            return Judgement.of(allowed.contains(seen), seen.name(), demanded);
        };
    }

    private static Optional<ReportSigner> signer(String name) {
        return Stream.of(ReportSigner.VCEK, ReportSigner.VLEK)
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }

    /** The certificate of the key that signed, by the SHA-256 digest of its DER. */
    static Rule leaf(AppraisalSetting setting) {
        Set<Bytes> allowed = setting.alternatives().stream()
                .map(value -> setting.bytes(value, Hash.SHA256.size()))
                .collect(Collectors.toUnmodifiableSet());
        String demanded = allowed.stream().map(Bytes::hex).sorted().collect(Collectors.joining(" or "));
        return subject -> subject.leaf()
                .map(leaf -> Crypto.platform().digest(Hash.SHA256, leaf.encoded()))
                .map(seen -> Judgement.of(allowed.contains(seen), seen.hex(), demanded))
                .orElseGet(() -> new Judgement(false, "there is no certificate of the key that signed"));
    }

    static Rule requireChip(AppraisalSetting setting) {
        return subject -> new Judgement(
                subject.findings().passed(SnpCheck.CHIP_ID),
                subject.findings().passed(SnpCheck.CHIP_ID)
                        ? "the certificate is bound to the report's chip"
                        : "the certificate is not bound to the report's chip");
    }

    static Rule requireCrl(AppraisalSetting setting) {
        return subject -> {
            boolean looked = subject.findings().passed(SnpCheck.CRL_INTERMEDIATE)
                    && subject.findings().status(SnpCheck.CRL_LEAF) != Status.FAILED;
            return new Judgement(looked, looked ? "nothing is revoked" : "revocation could not be ruled out");
        };
    }
}
