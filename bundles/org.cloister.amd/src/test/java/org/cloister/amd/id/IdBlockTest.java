// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.testdata.Problems.refused;

import java.util.Base64;
import org.cloister.amd.policy.Policy;
import org.cloister.amd.policy.PolicyLayout;
import org.cloister.amd.struct.Structure;
import org.cloister.amd.struct.Violation;
import org.cloister.amd.testdata.Hostile;
import org.cloister.amd.testdata.Tiling;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdBlockTest {
    private static final Bytes NO_ID = Bytes.of(new byte[16]);
    private static final Bytes DIGEST = Bytes.ofHex("0123456789ab".repeat(8));
    private static final Bytes FAMILY = Bytes.ofHex("f0".repeat(16));
    private static final Bytes IMAGE = Bytes.ofHex("a1".repeat(16));

    /** What the tests of virtee/sev and of sev-snp-measure expect, each for one digest and nothing else given. */
    @ParameterizedTest
    @CsvSource({
        "a14d638341e5674628fe1e02fbedebe5e5ab4faf1dd72d8966068e615bb99efd13d214b35c231715b38e263dc6059745,oU1jg0HlZ0Yo/h4C++3r5eWrT68d1y2JZgaOYVu5nv0T0hSzXCMXFbOOJj3GBZdFAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABAAAAAAAAAAAAAwAAAAAA",
        "076f052d08bda7a700aa2a608c5caa6b00ebad297b6d68a85a45b1e669a558b67e1b91d284a301fe63c4fa0750467eed,B28FLQi9p6cAqipgjFyqawDrrSl7bWioWkWx5mmlWLZ+G5HShKMB/mPE+gdQRn7tAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABAAAAAAAAAAAAAwAAAAAA"
    })
    void isThatOfOtherImplementations(String digest, String base64) {
        IdBlock block = IdBlock.of(Bytes.ofHex(digest), NO_ID, NO_ID, 0, PolicyLayout.SNP.usual());
        assertThat(Base64.getEncoder().encodeToString(block.encode().toArray())).isEqualTo(base64);
    }

    @Test
    void readsWhatItWrites() {
        IdBlock block = block();
        IdBlock read = IdBlock.decode(block.encode(), "block.bin");
        assertThat(read).isEqualTo(block);
        assertThat(read.launchDigest()).isEqualTo(DIGEST);
        assertThat(read.familyId()).isEqualTo(FAMILY);
        assertThat(read.imageId()).isEqualTo(IMAGE);
        assertThat(read.guestSvn()).isEqualTo(0xfffffffeL);
        assertThat(read.policy()).isEqualTo(0xb0137L);
        assertThat(read.violations()).isEmpty();
    }

    @Test
    void liesAsTheSpecificationSays() {
        assertThat(block().encode().hex())
                .isEqualTo(DIGEST.hex() + FAMILY.hex() + IMAGE.hex() + "01000000" + "feffffff" + "37010b0000000000");
    }

    @Test
    void showsEveryField() {
        Structure shown = block().show();
        Tiling.check(shown, 0, IdBlock.SIZE);
        assertThat(Tiling.field(shown, "guest_svn").value()).isEqualTo("4294967294");
        assertThat(Tiling.field(shown, "policy").meaning())
                .contains("smt=on")
                .contains("debug=on")
                .endsWith("abi=1.55");
    }

    @ParameterizedTest
    @CsvSource({"0x0,bit 17", "0x4030000,26"})
    void tellsAPolicyThatNoGuestCanHave(String policy, String said) {
        Bytes bytes = withPolicy(Long.decode(policy));
        IdBlock block = IdBlock.decode(bytes, "block.bin");
        assertThat(block.violations()).extracting(Violation::field).containsExactly("policy");
        assertThat(block.violations()).extracting(Violation::offset).containsExactly(0x58);
        assertThat(Tiling.field(block.show(), "policy").meaning()).contains(said);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 95, 97, 4096})
    void refusesOtherLengths(int length) {
        Problem problem = refused("id-block.length", () -> IdBlock.decode(Bytes.of(new byte[length]), "block.bin"));
        assertThat(problem.where()).isEqualTo("block.bin");
        assertThat(problem.found()).isEqualTo(length + " bytes");
    }

    @Test
    void refusesOtherVersionsByName() {
        Bytes changed = Hostile.changed(block().encode(), 0x50, 2);
        Problem problem = refused("id-block.version", () -> IdBlock.decode(changed, "block.bin"));
        assertThat(problem.message()).startsWith("block.bin, version at offset 0x50: version 2 of the ID block");
    }

    @Test
    void refusesPartsOfTheWrongSize() {
        assertThat(refused("field.size", () -> IdBlock.of(NO_ID, FAMILY, IMAGE, 0, PolicyLayout.SNP.usual()))
                        .where())
                .isEqualTo("ld");
        assertThat(refused("field.size", () -> IdBlock.of(DIGEST, DIGEST, IMAGE, 0, PolicyLayout.SNP.usual()))
                        .where())
                .isEqualTo("family_id");
        assertThat(refused("field.size", () -> IdBlock.of(DIGEST, FAMILY, DIGEST, 0, PolicyLayout.SNP.usual()))
                        .where())
                .isEqualTo("image_id");
        assertThat(refused("field.range", () -> IdBlock.of(DIGEST, FAMILY, IMAGE, 1L << 32, PolicyLayout.SNP.usual()))
                        .where())
                .isEqualTo("guest_svn");
        refused("field.range", () -> IdBlock.of(DIGEST, FAMILY, IMAGE, -1, PolicyLayout.SNP.usual()));
    }

    @Test
    void whateverTheBytesAreNothingElseIsThrown() {
        Hostile.mutated(block().encode(), bytes -> all(IdBlock.decode(bytes, "block.bin")));
        Hostile.random(IdBlock.SIZE, bytes -> all(IdBlock.decode(bytes, "block.bin")));
    }

    private static void all(IdBlock block) {
        block.violations();
        Tiling.check(block.show(), 0, IdBlock.SIZE);
    }

    private static IdBlock block() {
        return IdBlock.of(DIGEST, FAMILY, IMAGE, 0xfffffffeL, new Policy(PolicyLayout.SNP, 0xb0137L));
    }

    private static Bytes withPolicy(long policy) {
        byte[] bytes = block().encode().toArray();
        IdBlock.POLICY.put(bytes, policy);
        return Bytes.of(bytes);
    }
}
