package org.cloister.amd.firmware;

import static org.assertj.core.api.Assertions.assertThat;

import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;

class SampleFirmwareTest {
    private static final int BASE = 0xffff0000;

    private final OvmfImage ovmf = OvmfImage.parse(SampleFirmware.image());

    @Test
    void isAnOvmfImage() {
        assertThat(ovmf.size()).isEqualTo(0x10000);
        assertThat(ovmf.gpa()).isEqualTo(0xffff0000L);
        assertThat(ovmf.entries()).hasSize(4);
        assertThat(ovmf.secretArea()).contains(new Area(0x16000, 0xc00));
        assertThat(ovmf.hashTableArea()).contains(new Area(0x16c00, 0x400));
        assertThat(ovmf.sections().orElseThrow())
                .extracting(SevSection::type)
                .containsExactly(
                        SectionType.SEC_MEM, SectionType.SECRETS, SectionType.CPUID, SectionType.KERNEL_HASHES);
    }

    @Test
    void greetsFromTheResetVectorAndHalts() {
        assertThat(run(0xfff0)).isEqualTo(SampleFirmware.GREETING);
    }

    @Test
    void haltsOtherProcessors() {
        int start = (int) (long) ovmf.resetAddress().orElseThrow() - BASE;
        assertThat(run(start)).isEmpty();
    }

    /**
     * Runs the few instructions the firmware consists of, in 16-bit real mode, and gives what was written to the serial
     * port.
     */
    private String run(int start) {
        Bytes code = ovmf.image().content();
        StringBuilder out = new StringBuilder();
        int ip = start;
        int si = 0;
        int dx = 0;
        int al = 0;
        for (int steps = 0; steps < 10_000; steps++) {
            int opcode = code.at(ip);
            switch (opcode) {
                case 0xfc, 0xfa -> ip += 1; // cld, cli
                case 0xbe -> si = word(code, ip + 1);
                case 0xba -> dx = word(code, ip + 1);
                case 0x2e -> al = code.at(si++); // cs lodsb
                case 0x84 -> ip += 2; // test al, al
                case 0xee -> out.append(written(dx, al));
                case 0x74, 0xeb, 0xe9 -> {}
                case 0xf4 -> {
                    assertThat(code.slice(ip + 1, 2).hex())
                            .as("what follows HLT")
                            .isEqualTo("ebfd");
                    return out.toString();
                }
                default -> throw new AssertionError(String.format("opcode 0x%02x at 0x%x", opcode, ip));
            }
            ip = next(code, ip, opcode, al);
        }
        throw new AssertionError("the firmware does not halt");
    }

    private static int next(Bytes code, int ip, int opcode, int al) {
        return switch (opcode) {
            case 0xbe, 0xba -> ip + 3;
            case 0x2e -> ip + 2;
            case 0xee -> ip + 1;
            case 0x74 -> ip + 2 + (al == 0 ? (byte) code.at(ip + 1) : 0);
            case 0xeb -> ip + 2 + (byte) code.at(ip + 1);
            case 0xe9 -> ip + 3 + word(code, ip + 1) & 0xffff;
            default -> ip;
        };
    }

    private static char written(int port, int value) {
        assertThat(port).isEqualTo(0x3f8);
        return (char) value;
    }

    private static int word(Bytes code, int at) {
        return code.at(at) | code.at(at + 1) << 8;
    }
}
