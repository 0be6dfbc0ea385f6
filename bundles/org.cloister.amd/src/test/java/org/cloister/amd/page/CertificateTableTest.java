// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.testdata.Problems.refused;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.cloister.amd.firmware.Guid;
import org.cloister.amd.struct.Structure;
import org.cloister.amd.testdata.Hostile;
import org.cloister.amd.testdata.Tiling;
import org.cloister.amd.testing.TestData;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CertificateTableTest {
    private static final String END = "00".repeat(24);

    private static CertificateEntry entry(CertificateKind kind, String hex) {
        return new CertificateEntry(kind, Bytes.ofHex(hex));
    }

    @Test
    void readsWhatItWrote() {
        Random random = new Random(2);
        for (int i = 0; i < 200; i++) {
            List<CertificateEntry> entries = new ArrayList<>();
            for (int n = random.nextInt(8); n > 0; n--) {
                byte[] content = new byte[1 + random.nextInt(2000)];
                random.nextBytes(content);
                entries.add(new CertificateEntry(new UUID(random.nextLong(), random.nextLong()), Bytes.of(content)));
            }
            CertificateTable table = CertificateTable.of(entries);
            CertificateTable back = CertificateTable.decode(table.encode(), "x");
            assertThat(back.entries()).isEqualTo(entries);
            assertThat(back.encode()).isEqualTo(table.encode());
            assertThat(CertificateTable.of(back.entries())).isEqualTo(table);
        }
    }

    @Test
    void carriesRealCertificates() {
        Bytes vcek = TestData.bytes("snp/milan-v2/vcek_milan.der");
        Bytes chain = TestData.bytes("snp/milan-v2/cert_chain_milan");
        CertificateTable table = CertificateTable.of(List.of(
                new CertificateEntry(CertificateKind.VCEK, vcek), new CertificateEntry(CertificateKind.ASK, chain)));
        assertThat(table.contents(CertificateKind.VCEK)).containsExactly(vcek);
        assertThat(table.contents(CertificateKind.ASK)).containsExactly(chain);
        assertThat(table.contents(CertificateKind.CRL)).isEmpty();
    }

    @Test
    void isWrittenAsHostToolsWriteIt() {
        Bytes raw = CertificateTable.of(List.of(entry(CertificateKind.VCEK, "aabb"), entry(CertificateKind.ARK, "cc")))
                .encode();
        assertThat(raw.hex())
                .isEqualTo("63da758de6644564adc5f4b93be8accd" + "48000000" + "02000000"
                        + "c0b406a4a803495297433fb6014cd0ae" + "4a000000" + "01000000" + END + "aabbcc");
    }

    @ParameterizedTest
    @EnumSource
    void bothOrdersOfAGuidAreRead(CertificateKind kind) {
        String mixed = new Guid(kind.guid()).encode().hex();
        Bytes raw = Bytes.ofHex(mixed + "30000000" + "01000000" + END + "77");
        CertificateTable table = CertificateTable.decode(raw, "x");
        assertThat(table.entries()).containsExactly(entry(kind, "77"));
        assertThat(table.encode()).isEqualTo(raw);
    }

    @ParameterizedTest
    @CsvSource({
        "ARK, c0b406a4-a803-4952-9743-3fb6014cd0ae", "ASK, 4ab7b379-bbac-4fe4-a02f-05aef327c782",
        "VCEK, 63da758d-e664-4564-adc5-f4b93be8accd", "VLEK, a8074bc2-a25a-483e-aae6-39c045a0b8a1",
        "CRL, 92f81bc3-5811-4d3d-97ff-d19f88dc67ea"
    })
    void kindsHaveTheirGuids(CertificateKind kind, String guid) {
        assertThat(kind.guid()).hasToString(guid);
        assertThat(CertificateKind.of(UUID.fromString(guid))).contains(kind);
        assertThat(entry(kind, "00").label()).isEqualTo(kind.name());
    }

    @Test
    void unknownKindsArePassedOn() {
        UUID guid = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
        CertificateTable table = CertificateTable.of(List.of(new CertificateEntry(guid, Bytes.ofHex("01"))));
        assertThat(table.entries().get(0).kind()).isEmpty();
        assertThat(table.entries().get(0).label()).isEqualTo(guid.toString());
    }

    @Test
    void paddingAndOrderOfTheContentsDoNotMatter() {
        String row1 = "63da758de6644564adc5f4b93be8accd" + "60000000" + "02000000";
        String row2 = "4ab7b379bbac4fe4a02f05aef327c782" + "50000000" + "01000000";
        Bytes raw = Bytes.ofHex(row1 + row2 + END + "00".repeat(8) + "11" + "00".repeat(15) + "2233" + "00".repeat(99));
        CertificateTable table = CertificateTable.decode(raw, "x");
        assertThat(table.entries())
                .containsExactly(entry(CertificateKind.VCEK, "2233"), entry(CertificateKind.ASK, "11"));
        assertThat(table.encode()).isEqualTo(raw);
    }

    @Test
    void anEmptyTableIsOne() {
        assertThat(CertificateTable.decode(Bytes.ofHex(END), "x").entries()).isEmpty();
        assertThat(CertificateTable.of(List.of()).encode().hex()).isEqualTo(END);
    }

    @Test
    void refusesATableWithoutEnd() {
        String row = "63da758de6644564adc5f4b93be8accd" + "18000000" + "01000000";
        assertThat(refused("certs.end", () -> CertificateTable.decode(Bytes.ofHex(row + "00"), "c.bin"))
                        .message())
                .contains("c.bin, offset 0x18", "an entry of zeros is missing", "found 25 bytes");
        refused("certs.end", () -> CertificateTable.decode(Bytes.EMPTY, "c.bin"));
    }

    @ParameterizedTest
    @CsvSource({
        "2f000000, 01000000",
        "00000000, 01000000",
        "30000000, 00000000",
        "30000000, 05000000",
        "34000000, 01000000",
        "ffffffff, 01000000",
        "30000000, ffffffff",
        "ffffffff, ffffffff",
        "00000080, 00000080"
    })
    void refusesContentsOutsideOfTheTable(String offset, String length) {
        Bytes raw = Bytes.ofHex("63da758de6644564adc5f4b93be8accd" + offset + length + END + "01020304");
        assertThat(refused("certs.place", () -> CertificateTable.decode(raw, "c.bin"))
                        .message())
                .contains("entry 63da758d-e664-4564-adc5-f4b93be8accd", "between 0x30 and 0x34");
    }

    @Test
    void refusesEmptyContentsAndTooManyEntries() {
        refused(
                "certs.place",
                () -> CertificateTable.of(List.of(new CertificateEntry(CertificateKind.ARK, Bytes.EMPTY))));
        CertificateEntry one = entry(CertificateKind.ASK, "01");
        assertThat(CertificateTable.of(Collections.nCopies(64, one)).entries()).hasSize(64);
        refused("certs.count", () -> CertificateTable.of(Collections.nCopies(65, one)));
    }

    @ParameterizedTest
    @CsvSource({
        "2f000000, 01000000",
        "00000000, 01000000",
        "60000000, 00000000",
        "60000000, 05000000",
        "ffffffff, ffffffff",
        "00000080, 00000080"
    })
    void ownerR7_rowWithJunkSpoilsNoOther(String offset, String length) {
        String good = "63da758de6644564adc5f4b93be8accd" + "60000000" + "02000000";
        for (String guid : List.of("4ab7b379bbac4fe4a02f05aef327c782", "00112233445566778899aabbccddeeff")) {
            String junk = guid + offset + length;
            for (String rows : List.of(good + junk + junk, junk + good + junk, junk + junk + good)) {
                CertificateTable table = new CertificateTable(Bytes.ofHex(rows + END + "2233"));

                assertThat(CertificateTable.seems(table.raw())).isTrue();
                assertThat(table.entries()).containsExactly(entry(CertificateKind.VCEK, "2233"));
                assertThat(table.faults("c.bin"))
                        .hasSize(2)
                        .allSatisfy(fault -> assertThat(fault.message()).contains("does not lie among its contents"));
                assertThat(table.unusedIsZero()).isTrue();
                assertThat(table.show().parts()).hasSize(1);
                refused("certs.place", () -> CertificateTable.decode(table.raw(), "c.bin"));
            }
        }
    }

    @Test
    void ownerR7_tableWithoutEndOrWithTooManyRowsIsUsedAsFarAsItGoes() {
        String row = "63da758de6644564adc5f4b93be8accd" + "18000000" + "02000000";
        CertificateTable cutOff = new CertificateTable(Bytes.ofHex(row + "2233"));
        assertThat(cutOff.entries()).containsExactly(entry(CertificateKind.VCEK, "2233"));
        assertThat(cutOff.faults("x"))
                .singleElement()
                .satisfies(one -> assertThat(one.code()).isEqualTo("certs.end"));

        CertificateTable long66 = new CertificateTable(Bytes.ofHex(row.repeat(66) + END));
        assertThat(long66.entries()).hasSize(64);
        assertThat(long66.faults("x"))
                .singleElement()
                .satisfies(one -> assertThat(one.code()).isEqualTo("certs.count"));
    }

    @Test
    void ownerR7_rowsThatNameTheSameBytesManyTimesAreBounded() {
        int size = 1 << 20;
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            rows.append("4ab7b379bbac4fe4a02f05aef327c782").append("00060000").append(le(size));
        }
        rows.append("63da758de6644564adc5f4b93be8accd").append("00060000").append(le(5));
        CertificateTable table = new CertificateTable(Bytes.ofHex(rows + END + "00".repeat(size + 2000)));

        assertThat(table.entries()).extracting(CertificateEntry::label).containsExactly("VCEK");
        assertThat(table.faults("x"))
                .hasSize(60)
                .allSatisfy(one -> assertThat(one.code()).isEqualTo("certs.size"));
    }

    private static String le(int number) {
        return String.format("%08x", Integer.reverseBytes(number));
    }

    @Test
    void nothingElseSeemsToBeATable() {
        for (String hex : List.of("", END, "00".repeat(4096), "01".repeat(48) + END, "63da758de6644564")) {
            assertThat(CertificateTable.seems(Bytes.ofHex(hex))).as(hex).isFalse();
        }
    }

    @Test
    void showsRowsAndContents() {
        Structure shown = CertificateTable.of(List.of(entry(CertificateKind.VLEK, "aabb")))
                .show();
        Tiling.check(shown, 0, 24);
        assertThat(Tiling.field(shown, "guid").meaning()).isEqualTo("VLEK");
        assertThat(Tiling.field(shown, "offset").value()).isEqualTo("0x30");
        assertThat(shown.parts().get(0).kind()).isEqualTo("VLEK");
        Tiling.check(shown.parts().get(0), 0x30, 2);
    }

    @Test
    void hostileBytes() {
        Hostile.random(400, CertificateTableTest::read);
        List<CertificateEntry> entries =
                List.of(entry(CertificateKind.VCEK, "ab".repeat(90)), entry(CertificateKind.ARK, "cd"));
        Hostile.mutated(CertificateTable.of(entries).encode(), CertificateTableTest::read);
    }

    private static void read(Bytes bytes) {
        CertificateTable table = CertificateTable.decode(bytes, "table");
        table.show();
        table.entries();
    }
}
