// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.firmware;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cloister.amd.testing.TestData;
import org.cloister.api.Bytes;
import org.cloister.api.guest.Image;
import org.junit.jupiter.api.Test;

class OvmfImageTest {
    @Test
    void readsARealImage() {
        OvmfImage ovmf =
                OvmfImage.parse(new Image("OVMF", TestData.bytes("firmware/OVMF.amdsev.fd")), ImageMapping.ROM);

        assertThat(ovmf.size()).isEqualTo(4 << 20);
        assertThat(ovmf.gpa()).isEqualTo(0xffc00000L);
        assertThat(ovmf.entries()).hasSize(6);
        assertThat(ovmf.resetAddress()).contains(0x80b004L);
        assertThat(ovmf.secretArea()).contains(new Area(0x810000, 0xc00));
        assertThat(ovmf.hashTableArea()).contains(new Area(0x810c00, 0x400));
        assertThat(sections(ovmf))
                .containsExactly(
                        "sec mem (0x1) at 0x800000 of 0x9000 bytes",
                        "sec mem (0x1) at 0x80a000 of 0x3000 bytes",
                        "secrets (0x2) at 0x80d000 of 0x1000 bytes",
                        "cpuid (0x3) at 0x80e000 of 0x1000 bytes",
                        "svsm caa (0x4) at 0x80f000 of 0x1000 bytes",
                        "sec mem (0x1) at 0x811000 of 0x1f000 bytes",
                        "kernel hashes (0x10) at 0x810000 of 0x1000 bytes");
    }

    @Test
    void readsTheTailOfAnAmdSevBuild() {
        OvmfImage ovmf = tail("firmware/ovmf_AmdSev_suffix.bin");
        assertThat(ovmf.hashTableArea()).contains(new Area(0x810c00, 0x400));
        assertThat(sections(ovmf)).hasSize(7).contains("kernel hashes (0x10) at 0x810000 of 0x1000 bytes");
    }

    @Test
    void readsTheTailOfABuildWithoutAreas() {
        OvmfImage ovmf = tail("firmware/ovmf_OvmfX64_suffix.bin");
        assertThat(ovmf.hashTableArea())
                .hasValueSatisfying(area -> assertThat(area.isPresent()).isFalse());
        assertThat(ovmf.secretArea())
                .hasValueSatisfying(area -> assertThat(area.isPresent()).isFalse());
        assertThat(sections(ovmf)).hasSize(6).noneMatch(section -> section.startsWith("kernel hashes"));
    }

    @Test
    void readsTheTailOfABuildWithoutSnp() {
        OvmfImage ovmf = tail("firmware/sevctl_ovmf_amdsev_tail.bin");
        assertThat(ovmf.resetAddress()).contains(0x80b004L);
        assertThat(ovmf.secretArea()).contains(new Area(0x80c000, 0xc00));
        assertThat(ovmf.hashTableArea()).contains(new Area(0x80cc00, 0x400));
        assertThat(ovmf.sections()).isEmpty();
    }

    @Test
    void readsAnImageOfTheLongestSize() {
        OvmfImage ovmf = OvmfImage.parse(new OvmfBuilder(OvmfImage.MAX_SIZE).image(), ImageMapping.ROM);
        assertThat(ovmf.gpa()).isEqualTo(0xff000000L);
        assertThat(ovmf.entries()).isEmpty();
        assertThat(ovmf.resetAddress()).isEmpty();
        assertThat(ovmf.secretArea()).isEmpty();
    }

    @Test
    void takesSectionsInAnyOrder() {
        OvmfImage ovmf = parse(new OvmfBuilder(0x10000)
                .entry(OvmfBuilder.METADATA, OvmfBuilder.METADATA_FROM_END)
                .section(0x3000, 0x1000, 3)
                .section(0x1000, 0x1000, 1)
                .section(0x2000, 0x1000, 77)
                .image());
        assertThat(sections(ovmf))
                .containsExactly(
                        "cpuid (0x3) at 0x3000 of 0x1000 bytes",
                        "sec mem (0x1) at 0x1000 of 0x1000 bytes",
                        "0x4d at 0x2000 of 0x1000 bytes");
    }

    @Test
    void takesAResetAddressOfZeroForNone() {
        assertThat(parse(new OvmfBuilder(0x10000).entry(OvmfBuilder.RESET, 0).image())
                        .resetAddress())
                .isEmpty();
    }

    /** The tail is the end of an image; what lies before it is ignored. */
    private static OvmfImage tail(String name) {
        Bytes tail = TestData.bytes(name);
        byte[] whole = new byte[0x10000];
        tail.copyTo(0, whole, whole.length - tail.length(), tail.length());
        return OvmfImage.parse(new Image(name, Bytes.of(whole)), ImageMapping.ROM);
    }

    private static List<String> sections(OvmfImage ovmf) {
        return ovmf.sections().orElseThrow().stream().map(SevSection::toString).toList();
    }

    @Test
    void m2TheCodeHalfOfAFlashPairEndsAt4GibInFlash() {
        Bytes whole = TestData.bytes("firmware/OVMF.amdsev.fd");
        Image code = new Image("OVMF_CODE", whole.slice(0x84000, whole.length() - 0x84000));

        OvmfImage ovmf = OvmfImage.parse(code, ImageMapping.FLASH);

        assertThat(ovmf.size()).isEqualTo(3_653_632);
        assertThat(ovmf.gpa()).isEqualTo(0xffc84000L);
        assertThat(ovmf.resetAddress()).contains(0x80b004L);
        assertThat(sections(ovmf)).hasSize(7);
    }

    private static OvmfImage parse(Image image) {
        return OvmfImage.parse(image, ImageMapping.ROM);
    }
}
