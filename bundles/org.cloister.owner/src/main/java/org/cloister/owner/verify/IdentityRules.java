// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.cloister.amd.report.ReportField;
import org.cloister.api.Bytes;
import org.cloister.owner.verify.Rule.Judgement;

/** Rules about who is behind a report: the chip, the cloud provider, and whether that was checked. */
final class IdentityRules {
    private static final int SHORT_ID = 8;
    private static final int LONG_ID = 64;
    private static final String YES = "yes";

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

    static Rule requireChip(AppraisalSetting setting) {
        requireYes(setting);
        return subject -> new Judgement(
                subject.findings().passed(SnpCheck.CHIP_ID),
                subject.findings().passed(SnpCheck.CHIP_ID)
                        ? "the certificate is bound to the report's chip"
                        : "the certificate is not bound to the report's chip");
    }

    static Rule requireCrl(AppraisalSetting setting) {
        requireYes(setting);
        return subject -> {
            boolean looked = subject.findings().passed(SnpCheck.CRL_INTERMEDIATE)
                    && subject.findings().status(SnpCheck.CRL_LEAF) != Status.FAILED;
            return new Judgement(looked, looked ? "nothing is revoked" : "revocation could not be ruled out");
        };
    }

    private static void requireYes(AppraisalSetting setting) {
        if (!setting.single().equals(YES)) {
            throw setting.wrong(setting.single());
        }
    }
}
