// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.firmware;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.cloister.api.Bytes;
import org.cloister.api.guest.DirectBoot;
import org.cloister.api.guest.Image;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each row was run with QEMU 7.2.22, by its {@code -kernel}, {@code -initrd} and {@code -append}. */
class KernelFaultTest {
    @ParameterizedTest
    @CsvSource({
        "BZIMAGE,      false,",
        "BZIMAGE,      true,",
        "PLAIN_EFI,    false,",
        "PLAIN_EFI,    true,  RAM_DISK",
        "SHORT,        false, SETUP",
        "MULTIBOOT,    false, MULTIBOOT",
        "UNCOMPRESSED, true,  ELF",
        "EMPTY,        true,  EMPTY"
    })
    void g4KernelsAreJudgedAsQemuDoes(KernelFiles kernel, boolean disk, KernelFault fault) {
        Optional<Image> initrd = disk ? Optional.of(image(new byte[16])) : Optional.empty();
        assertThat(KernelFault.of(new DirectBoot(image(kernel.content()), initrd, "console=ttyS0")))
                .isEqualTo(Optional.ofNullable(fault));
    }

    @Test
    void g4ACompressedKernelIsNoKernel() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(KernelFiles.BZIMAGE.content());
        }
        assertThat(fault(packed.toByteArray(), "")).contains(KernelFault.SETUP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"vga=normal", "vga=ask", "vga=ext x", "vga=0x317", "vga=791 quiet", "quiet vga=0", "vga= 1"})
    void g4VideoModesAreNumbersOrWords(String commandLine) {
        assertThat(fault(KernelFiles.BZIMAGE.content(), commandLine)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"vga=0x31x", "vga=", "quiet vga=on", "vga=0x", "novga=1,2", "vga=09"})
    void g4OtherVideoModesEndQemu(String commandLine) {
        assertThat(fault(KernelFiles.BZIMAGE.content(), commandLine)).contains(KernelFault.VGA);
    }

    private static Optional<KernelFault> fault(byte[] kernel, String commandLine) {
        return KernelFault.of(new DirectBoot(image(kernel), Optional.empty(), commandLine));
    }

    private static Image image(byte[] content) {
        return new Image("kern", Bytes.of(content));
    }
}
