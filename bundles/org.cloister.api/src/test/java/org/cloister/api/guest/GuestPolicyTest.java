// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;

/** Policies of several fields, with the widths of Intel's TD parameters. */
class GuestPolicyTest {
    private static final PolicyField ATTRIBUTES = new PolicyField.Number("ATTRIBUTES", 64, 1L << 63 | 1);
    private static final PolicyField OWNER = new PolicyField.Content("MROWNER", Bytes.of(new byte[48]));

    @Test
    void fieldsHaveNameWidthAndText() {
        assertThat(ATTRIBUTES.text()).isEqualTo("0x8000000000000001");
        assertThat(ATTRIBUTES.width()).isEqualTo(64);
        assertThat(OWNER.text()).isEqualTo("00".repeat(48));
        assertThat(OWNER.width()).isEqualTo(384);
    }

    @Test
    void numbersFitTheirWidth() {
        assertThat(new PolicyField.Number("vector-length", 4, 15).text()).isEqualTo("0xf");
        assertThatThrownBy(() -> new PolicyField.Number("vector-length", 4, 16))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("vector-length");
        assertThatThrownBy(() -> new PolicyField.Number("flags", 65, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PolicyField.Content("MROWNER", Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyFieldCountsWhenPoliciesAreCompared() {
        GuestPolicy policy = new GuestPolicy(1, Map.of(), List.of(ATTRIBUTES, OWNER));
        assertThat(policy.field("MROWNER")).contains(OWNER);
        assertThat(policy).isNotEqualTo(new GuestPolicy(1, Map.of()));
        assertThatThrownBy(() -> new GuestPolicy(1, Map.of(), List.of(OWNER, OWNER)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("MROWNER");
    }
}
