// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.amd.id.IdBlock;
import org.cloister.amd.page.CertificateEntry;
import org.cloister.amd.page.CertificateKind;
import org.cloister.amd.page.CertificateTable;
import org.cloister.amd.page.SecretsField;
import org.cloister.amd.page.SecretsPage;
import org.cloister.amd.policy.PolicyLayout;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.owner.testing.Data;
import org.junit.jupiter.api.Test;

/** The search for what a file is ends in an answer or in a problem of the input, whatever the bytes. */
class FileKindsTest {
    private static final long SEED = 0x5eed;

    @Test
    void namesAreDifferentAndFound() {
        assertThat(FileKinds.all()).extracting(FileKind::name).doesNotHaveDuplicates();
        FileKinds.all().forEach(kind -> assertThat(FileKinds.named(kind.name())).isSameAs(kind));
    }

    @Test
    void noKindIsGuessedForNothing() {
        for (Bytes nothing : List.of(Bytes.EMPTY, Bytes.of(new byte[4096]), Bytes.of(new byte[96]))) {
            assertThat(FileKinds.guess(nothing)).isEmpty();
            assertThatThrownBy(() -> FileKinds.recognise(nothing, "zeros").structure())
                    .hasMessageContaining("none of the kinds");
        }
    }

    @Test
    void sessionsAndPacketsAreKnownByTheirSizes() {
        Bytes header =
                EncodedContent.decoded(Data.bytes("session-vector/hdr.b64")).orElseThrow();
        assertThat(FileKinds.recognise(Data.bytes("session-vector/v_session.bin"), "session")
                        .structure()
                        .kind())
                .contains("session");
        assertThat(FileKinds.recognise(header, "header").structure().kind()).contains("packet");
    }

    @Test
    void aTableWithWhatIsNoCertificateIsShownAllTheSame() {
        Bytes content = Bytes.ofHex("0102030405");
        CertificateTable table = CertificateTable.of(List.of(new CertificateEntry(CertificateKind.VCEK, content)));

        assertThat(FileKinds.recognise(table.encode(), "table").structure().parts())
                .singleElement()
                .satisfies(part -> assertThat(part.parts()).isEmpty());
    }

    @Test
    void anythingEndsInAnAnswerOrAProblem() {
        Random random = new Random(SEED);
        for (Bytes good : goods()) {
            for (int i = 0; i < 300; i++) {
                byte[] bytes = good.toArray();
                bytes[random.nextInt(Math.min(bytes.length, 256))] = (byte) random.nextInt();
                tryAll(Bytes.of(bytes, 0, i % 3 == 0 ? random.nextInt(bytes.length) : bytes.length));
            }
        }
    }

    private static List<Bytes> goods() {
        Bytes zeros = Bytes.of(new byte[16]);
        IdBlock block = IdBlock.of(Bytes.of(new byte[48]), zeros, zeros, 1, PolicyLayout.SNP.usual());
        CertificateTable table =
                CertificateTable.of(List.of(new CertificateEntry(CertificateKind.ARK, Bytes.ofHex("30820002"))));
        byte[] secrets = new SecretsPage().put(SecretsField.FMS, 0xa00f11).encode();
        return List.of(block.encode(), table.encode(), Bytes.of(secrets));
    }

    @Test
    void imagesToo() {
        Random random = new Random(SEED);
        Bytes good = SampleFirmware.image().content();
        for (int i = 0; i < 50; i++) {
            byte[] bytes = good.toArray();
            bytes[bytes.length - 1 - random.nextInt(256)] = (byte) random.nextInt();
            tolerate(() -> FileKinds.recognise(Bytes.of(bytes), "image").structure());
        }
    }

    private static void tryAll(Bytes content) {
        tolerate(() -> FileKinds.recognise(content, "file").structure());
        FileKinds.all().forEach(kind -> tolerate(() -> FileKinds.show(kind, content, "file")));
    }

    private static void tolerate(Runnable action) {
        try {
            action.run();
        } catch (CloisterException refused) {
            assertThat(refused.problem().kind()).isEqualTo(Problem.Kind.INPUT);
            assertThat(refused.problem().what()).isNotBlank();
        }
    }
}
