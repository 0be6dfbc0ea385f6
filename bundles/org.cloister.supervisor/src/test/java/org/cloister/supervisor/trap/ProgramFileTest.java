// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.trap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramFileTest {
    @TempDir
    Path folder;

    private boolean of32Bits(int... begin) throws IOException {
        byte[] bytes = new byte[begin.length];
        for (int i = 0; i < begin.length; i++) {
            bytes[i] = (byte) begin[i];
        }
        return new ProgramFile(Files.write(folder.resolve("program"), bytes)).isOf32Bits();
    }

    @Test
    void theClassSaysIt() throws IOException {
        assertThat(of32Bits(0x7f, 'E', 'L', 'F', 1, 1)).isTrue();
        assertThat(of32Bits(0x7f, 'E', 'L', 'F', 2, 1)).isFalse();
    }

    @Test
    void whatIsNoProgramIsNot() throws IOException {
        assertThat(of32Bits(0x7f, 'E', 'L', 'F')).isFalse();
        assertThat(of32Bits('#', '!', '/', 'b', 1)).isFalse();
        assertThat(new ProgramFile(folder.resolve("none")).isOf32Bits()).isFalse();
    }
}
