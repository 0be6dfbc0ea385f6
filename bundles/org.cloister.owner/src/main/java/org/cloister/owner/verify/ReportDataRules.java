// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.cloister.amd.report.ReportField;
import org.cloister.api.Bytes;
import org.cloister.owner.evidence.RuntimeData;
import org.cloister.owner.verify.Rule.Judgement;

/**
 * What the guest put into its report. In Azure's evidence REPORT_DATA is the hash of the runtime data, so that the
 * guest's own data lies in that; {@link SnpCheck#EVIDENCE_BINDING} says whether it is the report's.
 */
final class ReportDataRules {
    private static final String USER_DATA = "user-data of the runtime data: ";

    private ReportDataRules() {}

    static Rule read(AppraisalSetting setting) {
        Rule plain = ByteRules.filledUp(ReportField.REPORT_DATA).read(setting);
        Set<Bytes> allowed = setting.alternatives().stream()
                .map(value -> setting.filledUp(value, RuntimeData.SIZE))
                .collect(Collectors.toUnmodifiableSet());
        return subject -> subject.runtimeData()
                .map(data -> judge(data.userData(), allowed))
                .orElseGet(() -> plain.judge(subject));
    }

    private static Judgement judge(Optional<Bytes> userData, Set<Bytes> allowed) {
        String demanded = allowed.stream().map(Bytes::hex).collect(Collectors.joining(" or "));
        return Judgement.of(
                userData.filter(allowed::contains).isPresent(),
                USER_DATA + userData.map(Bytes::hex).orElse("there is none"),
                demanded);
    }
}
