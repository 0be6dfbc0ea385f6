// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.libc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.cloister.amd.status.Errno;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.kvm.testing.OpenDescriptors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LibcTest {
    @BeforeEach
    void linux() {
        Assumptions.assumeTrue(
                Descriptor.obstacle().isEmpty(), () -> Descriptor.obstacle().get());
    }

    @Test
    void aFailedCallTellsItsErrorNumber() {
        var opened = Descriptor.open("/no/such/file", false);
        assertThat(opened.descriptor()).isEmpty();
        assertThat(opened.result().errno()).isEqualTo(Errno.ENOENT);
        assertThatThrownBy(() -> opened.orThrow("open"))
                .isInstanceOf(CloisterException.class)
                .hasMessageContaining("ENOENT");
    }

    @Test
    void aRequestThatTheDriverDoesNotKnowIsRefused() {
        try (Descriptor zero = Descriptor.open("/dev/zero", true).orThrow("open")) {
            assertThat(zero.ioctl(0xAE00, 0).errno()).isEqualTo(Errno.ENOTTY);
        }
    }

    @Test
    void aClosedDescriptorIsNotUsedAgain() throws IOException {
        Descriptor zero = Descriptor.open("/dev/zero", false).orThrow("open");
        Path entry = Path.of("/proc/self/fd/" + zero.number());
        assertThat(Files.exists(entry)).isTrue();
        zero.close();
        zero.close();
        assertThat(zero.ioctl(0xAE00, 0).errno()).isEqualTo(Errno.EBADF);
    }

    @Test
    void mappedBytesAreReadBackAcrossTwoMappingsOfOneFile() {
        byte[] text = "in place".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[] seen = new byte[text.length];
        try (Descriptor file = Descriptor.memfd("test", 8192).orThrow("memfd_create");
                Mapping one = Mapping.of(file, 8192, "one");
                Mapping two = Mapping.of(file, 8192, "two")) {
            one.write(4090, text, 0, text.length);
            two.read(4090, seen, 0, seen.length);
        }
        assertThat(seen).isEqualTo(text);
    }

    @Test
    void aLargeMappingIsReachedBehindTheEndOfTheFirstBuffer() {
        long size = 3L << 30;
        byte[] seen = new byte[16];
        try (Mapping large = Mapping.anonymous(size, "large")) {
            byte[] pattern = Bytes.ofHex("000102030405060708090a0b0c0d0e0f").toArray();
            large.write((1L << 30) - 8, pattern, 0, 16);
            large.read((1L << 30) - 8, seen, 0, 16);
            assertThat(seen).isEqualTo(pattern);
            assertThatThrownBy(() -> large.read(size - 8, seen, 0, 16)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void nothingIsReadOfPagesThatAreGone() {
        Mapping mapping = Mapping.anonymous(4096, "short-lived");
        mapping.close();
        mapping.close();
        assertThatThrownBy(() -> mapping.read(0, new byte[1], 0, 1))
                .isInstanceOf(CloisterException.class)
                .hasMessageContaining("unmapped");
        assertThat(mapping.inPlace(buffer -> 1)).isEmpty();
    }

    @Test
    void aForgottenDescriptorIsClosedByTheNet() throws IOException, InterruptedException {
        String name = "forgotten-" + System.nanoTime();
        forget(name);
        assertThat(!OpenDescriptors.with(name).isEmpty()).isTrue();
        boolean open = true;
        for (int i = 0; i < 1_000 && open; i++) {
            System.gc();
            Thread.onSpinWait();
            open = !OpenDescriptors.with(name).isEmpty();
        }
        assertThat(open).isFalse();
    }

    private static void forget(String name) {
        Descriptor.memfd(name, 4096).orThrow("memfd_create");
    }

    @Test
    void aKickInterruptsACallThatWouldGoOnForEver() throws InterruptedException {
        CountDownLatch ready = new CountDownLatch(1);
        Result[] result = new Result[1];
        VcpuSignal[] kick = new VcpuSignal[1];
        // Nothing will ever be readable on an epoll descriptor that watches nothing
        try (Descriptor never = Descriptor.memfd("never", 0).orThrow("memfd_create")) {
            Thread waiting = new Thread(() -> {
                kick[0] = VcpuSignal.ofThisThread();
                ready.countDown();
                Block none = Block.of(8);
                result[0] = never.using(() -> none.during(address -> Libc.poll(address, 0, -1)));
            });
            waiting.start();
            ready.await();
            while (waiting.isAlive()) {
                kick[0].send();
                waiting.join(10);
            }
        }
        assertThat(result[0].errno()).isEqualTo(Errno.EINTR);
    }
}
