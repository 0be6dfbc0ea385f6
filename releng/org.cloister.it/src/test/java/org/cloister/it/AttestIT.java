// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;

/** A guest of SEV-SNP asks for a report in the framework, and its owner verifies it there. */
class AttestIT {
    private static final String FIRST = "a5".repeat(64);
    private static final String SECOND = "5a".repeat(64);

    private static Installed installed;
    private static UnaryOperator<String> insider;

    @BeforeAll
    @SuppressWarnings("unchecked")
    static void start() throws Exception {
        installed = Installed.started(AttestIT.class);
        Bundle bundle = InsiderBundle.start(installed.context(), AttestInsider.class, AttestInsider.IMPORTS);
        insider = (UnaryOperator<String>) installed.context().getService(bundle.getRegisteredServices()[0]);
    }

    @AfterAll
    static void stop() throws Exception {
        installed.close();
    }

    /** What the insider says of a report. */
    private record Attested(String underItsRoot, String underAmds, String digest, String reportId) {
        static Attested of(String guest, String data) {
            String[] words = insider.apply("attest " + guest + " " + data).split(" ");
            return new Attested(words[0], words[1], words[2], words[3]);
        }
    }

    @Test
    void aReportIsAcceptedUnderThePlatformsRootAlone() {
        String guest = insider.apply("launch");
        Attested report = Attested.of(guest, FIRST);

        assertThat(report.underItsRoot()).isEqualTo("accepted");
        assertThat(report.underAmds()).isEqualTo("refused");
        assertThat(report.digest()).isEqualTo(insider.apply("digest " + guest));
    }

    @Test
    void aResetGuestIsMeasuredAsBeforeAndIsAnotherOne() {
        String guest = insider.apply("launch");
        Attested before = Attested.of(guest, FIRST);
        assertThat(Attested.of(guest, SECOND)).as("the same guest").isEqualTo(before);

        insider.apply("reset " + guest);
        Attested after = Attested.of(guest, SECOND);

        assertThat(after.underItsRoot()).isEqualTo("accepted");
        assertThat(after.digest()).isEqualTo(before.digest());
        assertThat(after.reportId()).isNotEqualTo(before.reportId());
    }
}
