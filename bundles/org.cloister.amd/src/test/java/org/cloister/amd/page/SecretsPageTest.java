// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.testdata.Problems.refused;

import java.util.Random;
import org.cloister.amd.struct.Slot;
import org.cloister.amd.struct.Structure;
import org.cloister.amd.struct.Violation;
import org.cloister.amd.testdata.Hostile;
import org.cloister.amd.testdata.Tiling;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsPageTest {
    @ParameterizedTest
    @CsvSource({
        "VERSION, 000, 4",
        "IMI_EN, 004, 4",
        "FMS, 008, 4",
        "GOSVW, 010, 16",
        "VMPCK0, 020, 32",
        "VMPCK1, 040, 32",
        "VMPCK2, 060, 32",
        "VMPCK3, 080, 32",
        "MSG_SEQNO_0, 0a0, 4",
        "MSG_SEQNO_1, 0a4, 4",
        "MSG_SEQNO_2, 0a8, 4",
        "MSG_SEQNO_3, 0ac, 4",
        "AP_JUMP_TABLE, 0b0, 8",
        "MSG_SEQNO_0_HIGH, 0b8, 4",
        "MSG_SEQNO_1_HIGH, 0bc, 4",
        "MSG_SEQNO_2_HIGH, 0c0, 4",
        "MSG_SEQNO_3_HIGH, 0c4, 4",
        "GUEST_AREA_VERSION, 0de, 2",
        "GUEST_USAGE, 0e0, 32",
        "VMSA_TWEAK_BITMAP, 100, 64",
        "SVSM_BASE, 140, 8",
        "SVSM_SIZE, 148, 8",
        "SVSM_CAA, 150, 8",
        "SVSM_MAX_VERSION, 158, 4",
        "SVSM_GUEST_VMPL, 15c, 1",
        "TSC_FACTOR, 160, 4"
    })
    void fieldsLieWhereTheSpecificationSays(SecretsField field, String offset, int size) {
        assertThat(field.slot().offset()).isEqualTo(Integer.parseInt(offset, 16));
        assertThat(field.slot().size()).isEqualTo(size);
    }

    @Test
    void theRestMustBeZero() {
        assertThat(SecretsField.values()).hasSize(26);
        assertThat(SecretsField.LAYOUT.reserved()).extracting(Slot::offset).containsExactly(0xc, 0xc8, 0x15d, 0x164);
    }

    @Test
    void readsWhatItWrote() {
        Random random = new Random(5);
        for (int i = 0; i < 100; i++) {
            SecretsPage page = new SecretsPage();
            byte[][] contents = new byte[SecretsField.values().length][];
            for (SecretsField field : SecretsField.values()) {
                byte[] content = new byte[field.slot().size()];
                random.nextBytes(content);
                contents[field.ordinal()] = field == SecretsField.VERSION ? new byte[] {3, 0, 0, 0} : content;
                page.put(field, contents[field.ordinal()]);
            }
            SecretsPage back = SecretsPage.decode(page.encode(), "page");
            for (SecretsField field : SecretsField.values()) {
                assertThat(back.content(field)).isEqualTo(contents[field.ordinal()]);
            }
            assertThat(back.encode()).isEqualTo(page.encode());
            assertThat(back.messageKey(2)).isEqualTo(contents[SecretsField.VMPCK2.ordinal()]);
        }
    }

    @Test
    void numbersAreLittleEndian() {
        SecretsPage page = new SecretsPage().put(SecretsField.TSC_FACTOR, 0x102).put(SecretsField.SVSM_BASE, -1);
        assertThat(page.encode()[0x160]).isEqualTo((byte) 2);
        assertThat(page.number(SecretsField.TSC_FACTOR)).isEqualTo(0x102);
        assertThat(page.number(SecretsField.SVSM_BASE)).isEqualTo(-1);
        refused("secrets.field", () -> page.number(SecretsField.VMPCK0));
        refused("secrets.field", () -> page.put(SecretsField.GOSVW, new byte[15]));
        refused("field.range", () -> page.put(SecretsField.IMI_EN, 1L << 32));
    }

    @Test
    void secretsAreNeverShown() {
        SecretsPage page = new SecretsPage().put(SecretsField.FMS, 0xa00f11);
        byte[] key = Bytes.ofHex("5a".repeat(32)).toArray();
        for (SecretsField field : SecretsField.values()) {
            if (field.secret()) {
                page.put(field, key);
            }
        }
        Structure shown = page.show();
        Tiling.check(shown, 0, SecretsPage.SIZE);
        assertThat(shown.toString() + page + page.violations()).doesNotContain("5a5a");
        assertThat(Tiling.field(shown, "vmpck0").value()).isEqualTo("32 bytes, not shown");
        assertThat(Tiling.field(shown, "fms").value()).isEqualTo("0xa00f11");
        assertThat(Tiling.field(shown, "fms").meaning()).endsWith(": Milan");
        assertThat(shown.kind()).isEqualTo("SEV-SNP secrets page, version 3");
    }

    @ParameterizedTest
    @CsvSource({"a10f11, Genoa", "b00f20, Turin", "aa0f02, Genoa", "00800f12, Naples", "b20f10, not known"})
    void theProcessorIsNamed(String eax, String name) {
        SecretsPage page = new SecretsPage().put(SecretsField.FMS, Long.parseLong(eax, 16));
        assertThat(Tiling.field(page.show(), "fms").meaning()).endsWith(": " + name);
    }

    @Test
    void closingWipes() {
        SecretsPage page = new SecretsPage();
        page.put(SecretsField.VMPCK0, Bytes.ofHex("5a".repeat(32)).toArray());
        page.close();
        assertThat(Bytes.of(page.encode()).isZero()).isTrue();
    }

    @Test
    void everyReservedByteIsMissedWhenItIsNotZero() {
        Bytes good = Bytes.of(new SecretsPage().encode());
        assertThat(SecretsPage.decode(good.toArray(), "x").violations()).isEmpty();
        for (Slot gap : SecretsField.LAYOUT.reserved()) {
            for (int i : new int[] {gap.offset(), gap.end() - 1}) {
                assertThat(SecretsPage.decode(Hostile.changed(good, i, 1).toArray(), "x")
                                .violations())
                        .extracting(Violation::offset)
                        .containsExactly(gap.offset());
            }
        }
        assertThat(new SecretsPage().put(SecretsField.IMI_EN, 2).violations())
                .containsExactly(new Violation("imi_en", 4, "2", "0 or 1"));
        assertThat(new SecretsPage().put(SecretsField.IMI_EN, 1).violations()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 255})
    void otherVersionsAreRefusedByName(int version) {
        byte[] page = new SecretsPage().put(SecretsField.VERSION, version).encode();
        assertThat(refused("secrets.version", () -> SecretsPage.decode(page, "page.bin"))
                        .message())
                .contains("page.bin", "version " + version + " of the secrets page is not known");
    }

    @Test
    void version2IsReadToo() {
        byte[] page = new SecretsPage().put(SecretsField.VERSION, 2).encode();
        assertThat(SecretsPage.decode(page, "x").number(SecretsField.VERSION)).isEqualTo(2);
    }

    @Test
    void refusesOtherLengths() {
        assertThat(refused("secrets.length", () -> SecretsPage.decode(new byte[4095], "p"))
                        .found())
                .isEqualTo("4095 bytes");
    }

    @Test
    void hostileBytes() {
        Hostile.random(SecretsPage.SIZE, bytes -> {
            byte[] page = bytes.toArray();
            if (page.length > 4) {
                page[1] = page[2] = page[3] = 0;
                page[0] = 3;
            }
            SecretsPage read = SecretsPage.decode(page, "page");
            read.show();
            read.violations();
        });
    }
}
