// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.testdata.Problems.refused;

import java.util.List;
import java.util.Optional;
import org.cloister.amd.cert.EcKey;
import org.cloister.amd.policy.PolicyLayout;
import org.cloister.amd.struct.Field;
import org.cloister.amd.struct.Structure;
import org.cloister.amd.struct.Violation;
import org.cloister.amd.testdata.Hostile;
import org.cloister.amd.testdata.Tiling;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdAuthenticationTest {
    private static final Bytes NO_ID = Bytes.of(new byte[16]);
    private static final IdBlock BLOCK =
            IdBlock.of(Bytes.ofHex("5a".repeat(48)), NO_ID, NO_ID, 7, PolicyLayout.SNP.usual());
    private static final SigningKey ID = key();
    private static final SigningKey AUTHOR = key();
    private static final IdAuthentication ALONE = IdAuthentication.sign(BLOCK, ID, Optional.empty());
    private static final IdAuthentication BOTH = IdAuthentication.sign(BLOCK, ID, Optional.of(AUTHOR));

    @AfterAll
    static void close() {
        ID.close();
        AUTHOR.close();
    }

    @Test
    void isValidAsItIsMade() {
        assertThat(BOTH.violations(BLOCK)).isEmpty();
        assertThat(BOTH.signs(BLOCK)).isTrue();
        assertThat(BOTH.isAuthored()).isTrue();
        assertThat(BOTH.idKey()).isEqualTo(ID.publicKey());
        assertThat(BOTH.authorKey()).contains(AUTHOR.publicKey());
        assertThat(IdAuthentication.decode(BOTH.encode(), "auth.bin")).isEqualTo(BOTH);
    }

    @Test
    void isValidWithoutAnAuthor() {
        assertThat(ALONE.violations(BLOCK)).isEmpty();
        assertThat(ALONE.signs(BLOCK)).isTrue();
        assertThat(ALONE.isAuthored()).isFalse();
        assertThat(ALONE.authorKey()).isEmpty();
        assertThat(ALONE.authorKeyDigest()).isEmpty();
        assertThat(ALONE.keySignature().isMissing()).isTrue();
        assertThat(ALONE.encode().slice(0x644, 0x1000 - 0x644).isZero()).isTrue();
    }

    @Test
    void liesAsTheSpecificationSays() {
        Bytes page = BOTH.encode();
        assertThat(page.slice(0, 8).hex()).isEqualTo("0100000001000000");
        assertThat(page.slice(8, 0x38).isZero()).isTrue();
        assertThat(page.slice(0x40, 72)).isEqualTo(BOTH.blockSignature().r());
        assertThat(page.slice(0x88, 72)).isEqualTo(BOTH.blockSignature().s());
        assertThat(page.slice(0x240, EcKey.SIZE)).isEqualTo(ID.publicKey().raw());
        assertThat(page.slice(0x680, 72)).isEqualTo(BOTH.keySignature().r());
        assertThat(page.slice(0x6c8, 72)).isEqualTo(BOTH.keySignature().s());
        assertThat(page.slice(0x880, EcKey.SIZE)).isEqualTo(AUTHOR.publicKey().raw());
        assertThat(page.slice(0xc84, 0x1000 - 0xc84).isZero()).isTrue();
    }

    /** Every byte is signed, a signature, a key, a number with one value, or must be zero. */
    @Test
    void tellsEveryChangeOfAByte() {
        for (int i = 0; i < IdAuthentication.SIZE; i++) {
            IdAuthentication changed = new IdAuthentication(flipped(BOTH.encode(), i));
            assertThat(!changed.violations().isEmpty()
                            || !changed.violations(BLOCK).isEmpty())
                    .as("offset 0x%x", i)
                    .isTrue();
        }
    }

    @Test
    void signsEveryByteOfTheBlock() {
        for (int i = 0; i < IdBlock.SIZE; i++) {
            if (i < IdBlock.VERSION.offset() || i >= IdBlock.VERSION.end()) {
                assertThat(BOTH.signs(new IdBlock(flipped(BLOCK.encode(), i))))
                        .as("offset 0x%x", i)
                        .isFalse();
            }
        }
    }

    @Test
    void tellsWhichSignatureIsWrong() {
        IdBlock other = IdBlock.of(Bytes.ofHex("5b".repeat(48)), NO_ID, NO_ID, 7, PolicyLayout.SNP.usual());
        assertThat(BOTH.violations(other))
                .containsExactly(new Violation(
                        "id_block_sig_r", 0x40, "no valid signature", "a signature of the ID block by id_key"));
        IdAuthentication foreign =
                ALONE.withAuthor(AUTHOR.publicKey(), ID.sign(ID.publicKey().raw()));
        assertThat(foreign.isAuthored()).isFalse();
        assertThat(foreign.violations(BLOCK))
                .containsExactly(new Violation(
                        "id_key_sig_r", 0x680, "no valid signature", "a signature of id_key by author_key"));
    }

    @ParameterizedTest
    @CsvSource({
        "0x000,2,id_key_algo",
        "0x004,0,author_key_algo",
        "0x008,1,reserved",
        "0x0d0,1,reserved",
        "0x240,1,id_key.curve",
        "0x2d4,1,reserved",
        "0x880,3,author_key.curve",
        "0xfff,1,reserved"
    })
    void tellsWhatTheSpecificationDoesNotAllow(String offset, int value, String field) {
        Bytes changed = Hostile.changed(BOTH.encode(), Integer.decode(offset), value);
        assertThat(new IdAuthentication(changed).violations())
                .extracting(Violation::field)
                .containsExactly(field);
    }

    @Test
    void tellsHalfAnAuthor() {
        Bytes algorithm = Hostile.changed(ALONE.encode(), 4, 1);
        assertThat(new IdAuthentication(algorithm).violations())
                .extracting(Violation::toString)
                .containsExactly("author_key_algo at offset 0x4: found 1, expected 0, as there is no author key");
        Bytes signature = Hostile.changed(ALONE.encode(), 0x680, 1);
        assertThat(new IdAuthentication(signature).violations())
                .extracting(Violation::field)
                .containsExactly("id_key_sig_r");
    }

    @Test
    void showsEveryField() {
        Structure shown = BOTH.show();
        Tiling.check(shown, 0, IdAuthentication.SIZE);
        assertThat(shown.fields())
                .extracting(Field::name)
                .filteredOn(name -> !name.equals("reserved"))
                .hasSize(8);
        assertThat(Tiling.field(shown, "id_key_algo").meaning()).endsWith("ECDSA on P-384 with SHA-384");
        assertThat(Tiling.field(shown, "id_key").meaning())
                .endsWith(BOTH.idKeyDigest().hex());
        assertThat(shown.parts()).hasSize(2);
        Tiling.check(shown.parts().get(1), 0x880, EcKey.SIZE);
        assertThat(Tiling.field(ALONE.show(), "author_key").meaning()).isEqualTo("no author key");
        assertThat(ALONE.show().parts()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 96, 4095, 4097})
    void refusesOtherLengths(int length) {
        Bytes bytes = Bytes.of(new byte[length]);
        Problem problem = refused("id-auth.length", () -> IdAuthentication.decode(bytes, "auth.bin"));
        assertThat(problem.where()).isEqualTo("auth.bin");
    }

    @Test
    void whateverTheBytesAreNothingElseIsThrown() {
        for (Bytes bytes : List.of(Bytes.of(new byte[4096]), Bytes.ofHex("ff".repeat(4096)))) {
            all(IdAuthentication.decode(bytes, "auth.bin"));
        }
        Hostile.random(IdAuthentication.SIZE, bytes -> all(IdAuthentication.decode(bytes, "auth.bin")));
    }

    private static void all(IdAuthentication read) {
        assertThat(read.violations(BLOCK)).isNotEmpty();
        Tiling.check(read.show(), 0, IdAuthentication.SIZE);
    }

    private static Bytes flipped(Bytes good, int at) {
        return Hostile.changed(good, at, good.at(at) ^ 1 << at % 8);
    }

    private static SigningKey key() {
        byte[] sec1 = KeyBuilder.sec1(KeyBuilder.ofP384().scalar(), KeyBuilder.P384, new byte[0]);
        return SigningKey.read(KeyBuilder.pem("EC PRIVATE KEY", sec1), "key.pem");
    }
}
