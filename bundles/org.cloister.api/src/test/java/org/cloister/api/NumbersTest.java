// SPDX-License-Identifier: Apache-2.0
package org.cloister.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumbersTest {
    @Test
    void areUnsignedInHexadecimal() {
        assertThat(Numbers.hex(0)).isEqualTo("0x0");
        assertThat(Numbers.hex(0xABCL)).isEqualTo("0xabc");
        assertThat(Numbers.hex(-1)).isEqualTo("0xffffffffffffffff");
        assertThat(Numbers.hex32(-1)).isEqualTo("0xffffffff");
        assertThat(Numbers.hex32(0x10)).isEqualTo("0x10");
    }
}
