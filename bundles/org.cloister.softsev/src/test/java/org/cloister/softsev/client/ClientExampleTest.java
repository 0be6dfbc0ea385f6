// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.cloister.amd.channel.SnpLaunchInspection;
import org.cloister.amd.cpu.Vmsa;
import org.cloister.amd.kvm.VmType;
import org.cloister.amd.measure.LaunchDigest;
import org.cloister.amd.page.SnpPageType;
import org.cloister.api.Bytes;
import org.cloister.api.platform.VcpuState;
import org.cloister.softsev.machine.SoftKvmDevice;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.SoftProcessor;
import org.junit.jupiter.api.Test;

/** The example of docs/clients.md, line by line: it runs, and prints the digest of what it launched. */
class ClientExampleTest {
    private static final Path PAGE = Path.of("../../docs/clients.md");
    private static final Path SOURCE = Path.of("src/test/java/org/cloister/softsev/client/ClientExampleTest.java");

    @Test
    void thePageHasTheExampleThatRuns() throws IOException {
        String source = Files.readString(SOURCE);
        String example = source.lines()
                .dropWhile(line -> !line.endsWith("throws IllegalStateException {"))
                .skip(1)
                .takeWhile(line -> !line.equals("    }"))
                .map(line -> line.isEmpty() ? line : line.substring(8))
                .collect(Collectors.joining("\n", "```java\n", "\n```\n"));
        assertThat(Files.readString(PAGE)).contains(example);
    }

    @Test
    void printsTheDigest() {
        PrintStream console = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            example(new SoftKvmDevice(new SoftProcessor(PlatformSettings.DEFAULT)));
        } finally {
            System.setOut(console);
        }
        VcpuState state = VcpuState.of(0, Map.of("rip", 0xfff0L, "sev_features", 1L));
        LaunchDigest expected = new LaunchDigest()
                .extend(SnpPageType.NORMAL, 0xfffff000L, Bytes.of(new byte[4096]))
                .extend(SnpPageType.VMSA, LaunchDigest.VMSA_GPA, Vmsa.encode(state));
        assertThat(printed.toString(StandardCharsets.UTF_8).strip())
                .isEqualTo(expected.value().hex());
    }

    private static void example(SoftKvm kvm) throws IllegalStateException {
        // The program's memory: an array that begins at an address of its own
        long base = 0x7f0000000000L;
        ByteBuffer ram = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
        ClientMemory memory = new ClientMemory() {
            @Override
            public boolean read(long address, byte[] target) {
                boolean there = within(address, target.length);
                if (there) {
                    ram.get((int) (address - base), target);
                }
                return there;
            }

            @Override
            public boolean write(long address, byte[] source) {
                boolean there = within(address, source.length);
                if (there) {
                    ram.put((int) (address - base), source);
                }
                return there;
            }

            @Override
            public Optional<Pin> pin(long address, long length) {
                return within(address, length) ? Optional.of(() -> {}) : Optional.empty();
            }

            private boolean within(long address, long length) {
                return address >= base && address - base + length <= ram.capacity();
            }
        };
        try (ClientMachine machine = kvm.createVm(VmType.SNP, memory, Privacy.READABLE)) {
            // struct kvm_sev_cmd at the beginning, the command's own struct at 0x100
            IntConsumer command = id -> {
                ram.putInt(0, id).putLong(8, base + 0x100).putInt(16, -1);
                int errno = machine.memoryEncryptOp(base);
                if (errno != 0) {
                    throw new IllegalStateException(
                            "command " + id + ": errno " + errno + ", status " + ram.getInt(16));
                }
            };
            command.accept(22); // KVM_SEV_INIT2, all zeros
            ram.putLong(0x100, 0x30000); // the policy
            command.accept(100); // KVM_SEV_SNP_LAUNCH_START
            machine.createVcpu(0);
            machine.setMemoryRegion(new ClientSlot(0, 0xfffff000L, 0x1000, base + 0x10000, true));
            machine.setMemoryAttributes(0xfffff000L, 0x1000, 1 << 3); // private
            // gfn_start, uaddr of the firmware, len, type NORMAL
            ram.putLong(0x100, 0xfffff)
                    .putLong(0x108, base + 0x20000)
                    .putLong(0x110, 0x1000)
                    .put(0x118, (byte) 1);
            command.accept(101); // KVM_SEV_SNP_LAUNCH_UPDATE
            machine.setVcpu(VcpuState.of(0, Map.of("rip", 0xfff0L)));
            ram.put(0x100, new byte[88]); // no ID block, no host data
            command.accept(102); // KVM_SEV_SNP_LAUNCH_FINISH
            System.out.println(machine.adapt(SnpLaunchInspection.class)
                    .orElseThrow()
                    .launchDigest()
                    .hex());
        }
    }
}
