// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.firmware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.testing.Refusals.refusal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.cloister.amd.testing.TestData;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.guest.Image;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OvmfImageRefusalTest {
    private static final int SIZE = 0x10000;
    /** Where the first section's descriptor begins. */
    private static final int DESCRIPTORS = SIZE - OvmfBuilder.METADATA_FROM_END + 16;

    @Test
    void empty() {
        Problem problem = refused(image(0));
        assertThat(problem.message())
                .isEqualTo("test.fd: the firmware image is empty (found 0 bytes,"
                        + " expected a multiple of 65536 bytes, at most 16777216)");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 49, 50, 4096, 0xffff, 0x10001})
    void noMultipleOf64Kib(int size) {
        Problem problem = refused(image(size));
        assertThat(problem.code()).isEqualTo("ovmf.size");
        assertThat(problem.found()).isEqualTo(size + " bytes");
    }

    @Test
    void ovmfThatIsNoMultipleOf64Kib() {
        assertThat(refused(new OvmfBuilder(SIZE + 4096).image()).code()).isEqualTo("ovmf.size");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x37c000 - 1, 0x37c000 + 512, 0x37c000 - 2048})
    void m2ImagesForFlashAreMultiplesOf4Kib(int size) {
        Problem problem = refused(new OvmfBuilder(size).image(), ImageMapping.FLASH);
        assertThat(problem.code()).isEqualTo("ovmf.size");
        assertThat(problem.what()).isEqualTo("the size of an image for QEMU's flash is a multiple of 4 KiB");
    }

    @ParameterizedTest
    @EnumSource
    void m2VariablesAloneAreRefusedForEveryMapping(ImageMapping mapping) {
        ByteBuffer image = volume(0x84000, 0x84000);
        image.put(0x10, Guid.of("fff12b8d-7696-4c8b-a985-2747075b4f50").encode().toArray());
        Problem problem = refused(new Image("test.fd", Bytes.of(image.array())), mapping);
        assertThat(problem.code()).isEqualTo("ovmf.variables");
    }

    @ParameterizedTest
    @EnumSource
    void m2APaddedImageIsRefusedWithTheSizeThatItHad(ImageMapping mapping) {
        Bytes whole = TestData.bytes("firmware/OVMF.amdsev.fd");
        byte[] padded = Arrays.copyOf(whole.toArray(), whole.length() + 0x10000);
        Problem problem = refused(new Image("test.fd", Bytes.of(padded)), mapping);
        assertThat(problem.code()).isEqualTo("ovmf.padded");
        assertThat(problem.found()).isEqualTo("4259840 bytes, of which the last 65536 are filling");
        assertThat(problem.remedy()).contains("head -c 4194304");
    }

    @Test
    void tooLong() {
        Problem problem = refused(new OvmfBuilder(OvmfImage.MAX_SIZE + SIZE).image());
        assertThat(problem.code()).isEqualTo("ovmf.size");
        assertThat(problem.expected()).contains("at most 16777216");
    }

    @Test
    void notOvmf() {
        Problem problem = refused(image(SIZE));
        assertThat(problem.code()).isEqualTo("ovmf.footer");
        assertThat(problem.what()).isEqualTo("this is not an OVMF image");
        assertThat(problem.where()).isEqualTo("test.fd, offset 0xffd0");
    }

    @Test
    void cutOffWithinAVolume() {
        ByteBuffer image = volume(0x20000, SIZE);
        Problem problem = refused(new Image("test.fd", Bytes.of(image.array())));
        assertThat(problem.code()).isEqualTo("ovmf.truncated");
        assertThat(problem.expected()).isEqualTo("at least 131072");
    }

    @Test
    void cutOffBetweenVolumes() {
        ByteBuffer image = volume(SIZE, SIZE);
        Problem problem = refused(new Image("test.fd", Bytes.of(image.array())));
        assertThat(problem.what()).isEqualTo("this UEFI image has no OVMF table, or is cut off");
    }

    /** What OVMF_VARS.fd is: one volume of variables, of a size that is not a multiple of 64 KiB. */
    @Test
    void variablesAlone() {
        ByteBuffer image = volume(0x84000, 0x84000);
        image.put(0x10, Guid.of("fff12b8d-7696-4c8b-a985-2747075b4f50").encode().toArray());
        Problem problem = refused(new Image("test.fd", Bytes.of(image.array())));
        assertThat(problem.code()).isEqualTo("ovmf.variables");
        assertThat(problem.remedy()).contains("one image").contains("not pflash");
    }

    /** What OVMF_CODE.fd is: an image without the variables before it. */
    @Test
    void codeAlone() {
        Problem problem = refused(new OvmfBuilder(0x37c000).image());
        assertThat(problem.code()).isEqualTo("ovmf.size");
        assertThat(problem.remedy()).contains("CODE file").contains("one image");
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 65536, 1 << 20, (4 << 20) - 1, (4 << 20) - 65536})
    void realImageCutOff(int size) {
        Bytes whole = TestData.bytes("firmware/OVMF.amdsev.fd");
        Problem problem = refused(new Image("test.fd", whole.slice(0, size)));
        assertThat(problem.code()).isEqualTo("ovmf.truncated");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 17, 65505, 65535})
    void lengthOfTheTable(int length) {
        Problem problem = refused(OvmfBuilder.usual().tableLength(length).image());
        assertThat(problem.code()).isEqualTo("ovmf.table.length");
        assertThat(problem.where()).isEqualTo("test.fd, offset 0xffce");
        assertThat(problem.found()).isEqualTo(Integer.toString(length));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 17, 97, 65535})
    void lengthOfAnEntry(int length) {
        int at = SIZE - 32 - 18 - 18;
        Problem problem = refused(OvmfBuilder.usual().u16(at, length).image());
        assertThat(problem.code()).isEqualTo("ovmf.table.length");
        assertThat(problem.where()).isEqualTo("test.fd, offset 0xffbc");
        assertThat(problem.expected()).isEqualTo("18 to 96");
    }

    @Test
    void tableThatEndsWithinAnEntry() {
        OvmfBuilder builder = OvmfBuilder.usual();
        Problem problem = refused(
                builder.tableLength(SIZE - 32 - builder.tableStart() + 5).image());
        assertThat(problem.message()).contains("in the middle of an entry").contains("found 5 bytes");
    }

    @Test
    void anEntryTwice() {
        Problem problem =
                refused(OvmfBuilder.usual().entry(OvmfBuilder.RESET, 1).image());
        assertThat(problem.code()).isEqualTo("ovmf.table.twice");
        assertThat(problem.found()).isEqualTo(OvmfBuilder.RESET);
    }

    @ParameterizedTest
    @CsvSource({
        OvmfBuilder.RESET + ",0",
        OvmfBuilder.SECRET + ",1",
        OvmfBuilder.HASHES + ",1",
        OvmfBuilder.METADATA + ",0"
    })
    void anEntryWithoutItsData(String guid, int words) {
        Problem problem =
                refused(new OvmfBuilder(SIZE).entry(guid, new int[words]).image());
        assertThat(problem.code()).isEqualTo("ovmf.table.entry");
        assertThat(problem.found()).startsWith(guid);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 15, SIZE + 1, -1, Integer.MIN_VALUE})
    void placeOfTheMetadata(int fromEnd) {
        Problem problem = refused(
                new OvmfBuilder(SIZE).entry(OvmfBuilder.METADATA, fromEnd).image());
        assertThat(problem.code()).isEqualTo("ovmf.metadata.offset");
        assertThat(problem.found()).isEqualTo(String.format("0x%x before the end", fromEnd));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, ovmf.metadata.signature, 0xf000",
        "8, 2, ovmf.metadata.version, 0xf008",
        "4, 63, ovmf.metadata.length, 0xf004",
        "4, 65, ovmf.metadata.length, 0xf004",
        "4, -1, ovmf.metadata.length, 0xf004",
        "12, 3, ovmf.metadata.length, 0xf004",
        "12, 129, ovmf.metadata.count, 0xf00c",
        "12, -1, ovmf.metadata.count, 0xf00c"
    })
    void headOfTheMetadata(int offset, int value, String code, String place) {
        Problem problem = refused(OvmfBuilder.usual().metadata(offset, value).image());
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.where()).isEqualTo("test.fd, offset " + place);
    }

    @Test
    void metadataThatRunsOverTheEnd() {
        OvmfBuilder builder = new OvmfBuilder(SIZE).entry(OvmfBuilder.METADATA, OvmfBuilder.METADATA_FROM_END);
        for (int i = 0; i < 128; i++) {
            builder.section(i * 4096, 4096, 1);
        }
        byte[] moved = builder.image().content().toArray();
        System.arraycopy(moved, SIZE - 0x1000, moved, SIZE - 0x400, 16);
        ByteBuffer.wrap(moved).order(ByteOrder.LITTLE_ENDIAN).putInt(builder.tableStart(), 0x400);
        Problem problem = refused(new Image("test.fd", Bytes.of(moved)));
        assertThat(problem.code()).isEqualTo("ovmf.metadata.length");
        assertThat(problem.expected()).isEqualTo("at most 1024");
    }

    @ParameterizedTest
    @CsvSource({"0x10001, 0x1000", "0x10000, 0x1001", "0x10000, 0", "0x10800, 0x800"})
    void sectionThatIsNoWholePages(String gpa, String size) {
        Problem problem = refused(with(Integer.decode(gpa), Integer.decode(size)));
        assertThat(problem.code()).isEqualTo("ovmf.section.alignment");
        assertThat(problem.where()).isEqualTo("test.fd, offset 0x" + Integer.toHexString(DESCRIPTORS));
        assertThat(problem.found()).startsWith("sec mem (0x1) at " + gpa);
    }

    @ParameterizedTest
    @CsvSource({"0xfffff000, 0x2000", "0x80000000, 0xfffff000"})
    void sectionBehind4Gib(String gpa, String size) {
        Problem problem = refused(with((int) (long) Long.decode(gpa), (int) (long) Long.decode(size)));
        assertThat(problem.code()).isEqualTo("ovmf.section.place");
    }

    @ParameterizedTest
    @CsvSource({"0x13000, 0x1000", "0xf000, 0x2000", "0x10000, 0x4000", "0xf000, 0x10000", "0x11000, 0x1000"})
    void sectionsThatOverlap(String gpa, String size) {
        Problem problem = refused(OvmfBuilder.usual()
                .section(Integer.decode(gpa), Integer.decode(size), 1)
                .image());
        assertThat(problem.code()).isEqualTo("ovmf.section.overlap");
        assertThat(problem.found()).contains("sec mem (0x1) at " + gpa).contains(" and ");
    }

    @Test
    void moreMemoryThanAFirmwareNeeds() {
        Problem problem = refused(new OvmfBuilder(SIZE)
                .entry(OvmfBuilder.METADATA, OvmfBuilder.METADATA_FROM_END)
                .section(0, 0x8000000, 1)
                .section(0x8000000, 0x8000000, 1)
                .section(0x10000000, 0x1000, 1)
                .image());
        assertThat(problem.code()).isEqualTo("ovmf.metadata.total");
    }

    private static Image with(int gpa, int size) {
        return new OvmfBuilder(SIZE)
                .entry(OvmfBuilder.METADATA, OvmfBuilder.METADATA_FROM_END)
                .section(gpa, size, 1)
                .image();
    }

    private static ByteBuffer volume(int length, int size) {
        ByteBuffer image = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        image.putLong(0x20, length).put(0x28, new byte[] {'_', 'F', 'V', 'H'});
        return image;
    }

    private static Image image(int size) {
        return new Image("test.fd", Bytes.of(new byte[size]));
    }

    private static Problem refused(Image image) {
        return refused(image, ImageMapping.ROM);
    }

    private static Problem refused(Image image, ImageMapping mapping) {
        Problem problem = refusal(() -> OvmfImage.parse(image, mapping));
        assertThat(problem.where()).startsWith("test.fd");
        assertThat(problem.found()).isNotNull();
        assertThat(problem.expected()).isNotNull();
        return problem;
    }
}
