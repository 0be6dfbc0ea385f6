// SPDX-License-Identifier: Apache-2.0
package org.cloister.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNamesTest {
    private static final List<String> KNOWN = List.of("EPYC-Milan", "EPYC-Rome", "EPYC-v4", "EPYC-Genoa");

    @Test
    void offersTheNearestFirst() {
        assertThat(NearestNames.to("epyc-mlian", KNOWN)).hasSize(3).startsWith("EPYC-Milan");
        assertThat(NearestNames.offer("EPYC-v5", List.of("EPYC-v41", "EPYC-v4")))
                .isEqualTo("did you mean EPYC-v4 or EPYC-v41?");
    }

    @Test
    void offersWhatThereIs() {
        assertThat(NearestNames.offer("om", List.of("on"))).isEqualTo("did you mean on?");
        assertThat(NearestNames.offer("of", List.of("off", "on"))).isEqualTo("did you mean off or on?");
        assertThat(NearestNames.offer("migrate", List.of("migrate-ma"))).isEqualTo("did you mean migrate-ma?");
    }

    @Test
    void m6OffersNothingWhereNothingIsNear() {
        assertThat(NearestNames.offer("Skylake", KNOWN)).doesNotContain("did you mean");
        assertThat(NearestNames.offer("init-flags", List.of("cbitpos", "host-data", "id-block")))
                .doesNotContain("did you mean");
        assertThat(NearestNames.offer("", KNOWN)).doesNotContain("did you mean");
    }

    /** Beside a name that is near, others that are not are no help. */
    @Test
    void offersOnlyWhatIsNear() {
        assertThat(NearestNames.offer("debg", List.of("debug", "export", "owner")))
                .isEqualTo("did you mean debug?");
        assertThat(NearestNames.offer("polcy", List.of("policy", "tag"))).isEqualTo("did you mean policy?");
    }

    @Test
    void isNotHeldUpByALongName() {
        assertThat(NearestNames.to("x".repeat(1_000_000), KNOWN)).hasSize(3);
    }
}
