// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.cloister.softsev.machine.LaunchFixture.FINISH;
import static org.cloister.softsev.machine.LaunchFixture.POLICY;
import static org.cloister.softsev.machine.LaunchFixture.refused;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cloister.amd.channel.SnpLaunchFinish;
import org.cloister.amd.cpu.Vmsa;
import org.cloister.amd.id.IdAuthentication;
import org.cloister.amd.id.IdBlock;
import org.cloister.amd.id.SignedIdBlock;
import org.cloister.amd.id.SigningKey;
import org.cloister.amd.measure.LaunchDigest;
import org.cloister.amd.page.SnpPageType;
import org.cloister.amd.policy.Policy;
import org.cloister.amd.policy.PolicyLayout;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.api.platform.VcpuState;
import org.cloister.softsev.attest.GuestIdentity;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.model.Refusal;
import org.cloister.softsev.processor.SoftProcessor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ID blocks at SNP_LAUNCH_FINISH: taken when all fits, and each thing that does not with its status and its name. */
class IdBlockTest {
    private static final SigningKey ID = OwnersKey.fresh();
    private static final SigningKey AUTHOR = OwnersKey.fresh();
    private static final SigningKey STRANGER = OwnersKey.fresh();
    private static final Bytes FAMILY = Bytes.ofHex("0f".repeat(16));
    private static final Bytes IMAGE = Bytes.ofHex("a5".repeat(16));
    private static final IdBlock BLOCK = block(digest(), POLICY);
    private static final IdAuthentication BOTH = IdAuthentication.sign(BLOCK, ID, Optional.of(AUTHOR));
    private static final IdAuthentication ALONE = IdAuthentication.sign(BLOCK, ID, Optional.empty());

    private static final int ID_BLOCK_SIG = 0x40;
    private static final int ID_KEY = 0x240;
    private static final int ID_KEY_SIG = 0x680;
    private static final int AUTHOR_KEY = 0x880;
    private static final int SIGNATURE_NUMBERS = 144;
    private static final int SIGNATURE = 512;

    private final LaunchFixture bench = LaunchFixture.started(new SoftProcessor(PlatformSettings.DEFAULT), 1);

    /** A row: what is wrong, block, authentication, AUTHOR_KEY_EN, status, what the message names. */
    private record Row(String name, Bytes block, Bytes auth, boolean author, FirmwareStatus status, String named) {}

    @AfterEach
    void nothingIsLeft() {
        bench.close();
        assertThat(bench.processor.pages()).isZero();
        assertThat(bench.processor.guests()).isZero();
    }

    @AfterAll
    static void close() {
        List.of(ID, AUTHOR, STRANGER).forEach(SigningKey::close);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isTakenWhenAllFits(boolean author) {
        IdAuthentication signed = author ? BOTH : ALONE;
        finish(BLOCK.raw(), signed.raw(), author);
        GuestIdentity identity = identity();
        assertThat(identity.familyId()).isEqualTo(FAMILY);
        assertThat(identity.imageId()).isEqualTo(IMAGE);
        assertThat(identity.guestSvn()).isEqualTo(-2);
        assertThat(identity.launchDigest()).isEqualTo(digest()).isEqualTo(bench.digest());
        assertThat(identity.idKeyDigest()).isEqualTo(IdAuthentication.digest(ID.publicKey()));
        assertThat(identity.authorKeyDigest())
                .isEqualTo(
                        author ? IdAuthentication.digest(AUTHOR.publicKey()) : Bytes.of(new byte[LaunchDigest.SIZE]));
        assertThat(identity.authorKeyEnabled()).isEqualTo(author);
    }

    @Test
    void anAuthorThatIsNotEnabledIsNotLookedAt() {
        finish(BLOCK.raw(), changed(BOTH.raw(), ID_KEY_SIG, 1), false);
        assertThat(identity().authorKeyDigest().isZero()).isTrue();
    }

    @Test
    void guestsWithoutABlockHaveNoIdentityOfTheirs() {
        SnpLaunchFinish finish = new SnpLaunchFinish(Optional.empty(), true, true, Bytes.ofHex("77".repeat(32)), 0);
        bench.channel.execute(finish);
        GuestIdentity identity = identity();
        assertThat(Stream.of(
                        identity.familyId(), identity.imageId(), identity.idKeyDigest(), identity.authorKeyDigest()))
                .allMatch(Bytes::isZero);
        assertThat(identity.authorKeyEnabled()).isFalse();
        assertThat(identity.vcekDisabled()).isTrue();
        assertThat(identity.hostData()).isEqualTo(finish.hostData());
        assertThat(identity.policy()).isEqualTo(POLICY);
        assertThat(identity.launchTcb())
                .isEqualTo(PlatformSettings.DEFAULT.generation().tcb());
        assertThat(identity.reportId().length()).isEqualTo(32);
    }

    @Test
    void everyGuestHasAReportIdOfItsOwn() {
        bench.channel.execute(FINISH);
        try (LaunchFixture other = LaunchFixture.started(bench.processor, 1)) {
            other.channel.execute(FINISH);
            assertThat(identity(other).reportId()).isNotEqualTo(identity().reportId());
        }
    }

    @Test
    void guestsThatDoNotRunHaveNoIdentityYet() {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(this::identity)
                .matches(refusal -> refusal.status() == FirmwareStatus.INVALID_GUEST_STATE.code());
    }

    @TestFactory
    Stream<DynamicTest> everythingElseIsRefused() {
        return Stream.of(
                        fields(),
                        signatureBytes("id_block_sig", ID_BLOCK_SIG),
                        signatureBytes("id_key_sig", ID_KEY_SIG))
                .flatMap(rows -> rows)
                .map(row -> DynamicTest.dynamicTest(row.name(), () -> check(row)));
    }

    private static Stream<Row> fields() {
        Bytes block = BLOCK.raw();
        Bytes both = BOTH.raw();
        IdBlock otherPolicy = block(digest(), 0x20000);
        IdBlock otherDigest = block(Bytes.of(new byte[LaunchDigest.SIZE]), POLICY);
        Bytes swapped = IdAuthentication.sign(BLOCK, ID, Optional.of(STRANGER))
                .withAuthor(AUTHOR.publicKey(), STRANGER.sign(ID.publicKey().raw()))
                .raw();
        Bytes byStranger =
                IdAuthentication.of(ID.publicKey(), STRANGER.sign(block)).raw();
        Bytes otherCurve = changed(both, ID_KEY, 3);
        return Stream.of(
                new Row("digest", otherDigest.raw(), sign(otherDigest), true, FirmwareStatus.BAD_MEASUREMENT, "ld"),
                new Row("policy", otherPolicy.raw(), sign(otherPolicy), true, FirmwareStatus.POLICY_FAILURE, "policy"),
                new Row("version 2", changed(block, 0x50, 3), both, true, FirmwareStatus.INVALID_PARAM, "version"),
                new Row("version 0", changed(block, 0x50, 1), both, true, FirmwareStatus.INVALID_PARAM, "version"),
                new Row("svn", changed(block, 0x54, 1), both, true, FirmwareStatus.BAD_SIGNATURE, "id_block_sig"),
                new Row("family", changed(block, 0x30, 1), both, true, FirmwareStatus.BAD_SIGNATURE, "id_block_sig"),
                new Row("no key", block, Bytes.of(new byte[4096]), false, FirmwareStatus.INVALID_PARAM, "id_key_algo"),
                new Row("ID algorithm", block, changed(both, 0, 3), true, FirmwareStatus.INVALID_PARAM, "id_key_algo"),
                new Row(
                        "author algorithm",
                        block,
                        changed(both, 4, 3),
                        true,
                        FirmwareStatus.INVALID_PARAM,
                        "author_key_algo"),
                new Row("no author", block, ALONE.raw(), true, FirmwareStatus.INVALID_PARAM, "author_key_algo"),
                new Row("reserved", block, changed(both, 0x3f, 1), true, FirmwareStatus.INVALID_PARAM, "0x8"),
                new Row(
                        "reserved of the key",
                        block,
                        changed(both, 0x643, 1),
                        true,
                        FirmwareStatus.INVALID_PARAM,
                        "0x2d4"),
                new Row("last byte", block, changed(both, 0xfff, 1), true, FirmwareStatus.INVALID_PARAM, "0xc84"),
                new Row("ID key of a stranger", block, byStranger, false, FirmwareStatus.BAD_SIGNATURE, "id_block_sig"),
                new Row("author key of a stranger", block, swapped, true, FirmwareStatus.BAD_SIGNATURE, "id_key_sig"),
                new Row("ID key's curve", block, otherCurve, true, FirmwareStatus.BAD_SIGNATURE, "id_key is on"),
                new Row("no curve", block, changed(both, ID_KEY, 5), true, FirmwareStatus.BAD_SIGNATURE, "id_key"),
                new Row(
                        "ID key's point",
                        block,
                        changed(both, ID_KEY + 4, 1),
                        true,
                        FirmwareStatus.BAD_SIGNATURE,
                        "id_key: "),
                new Row(
                        "author's curve",
                        block,
                        changed(both, AUTHOR_KEY, 3),
                        true,
                        FirmwareStatus.BAD_SIGNATURE,
                        "author_key is on"),
                new Row(
                        "author's point",
                        block,
                        changed(both, AUTHOR_KEY + 4, 1),
                        true,
                        FirmwareStatus.BAD_SIGNATURE,
                        "author_key: "));
    }

    /** Numbers are 72 bytes each; what follows them is reserved. */
    private static Stream<Row> signatureBytes(String name, int at) {
        return IntStream.range(0, SIGNATURE)
                .mapToObj(i -> new Row(
                        name + " byte " + i,
                        BLOCK.raw(),
                        changed(BOTH.raw(), at + i, 1 << i % 8),
                        true,
                        i < SIGNATURE_NUMBERS ? FirmwareStatus.BAD_SIGNATURE : FirmwareStatus.INVALID_PARAM,
                        i < SIGNATURE_NUMBERS ? name : "reserved"));
    }

    private static void check(Row row) {
        try (LaunchFixture bench = LaunchFixture.started(new SoftProcessor(PlatformSettings.DEFAULT), 1)) {
            Bytes before = bench.digest();
            assertThat(refused(
                            row.status(), () -> bench.channel.execute(command(row.block(), row.auth(), row.author()))))
                    .hasMessageContaining("ID block: ")
                    .hasMessageContaining(row.named());
            assertThat(bench.digest())
                    .as("KVM has the VMSAs measured first")
                    .isEqualTo(digest())
                    .isNotEqualTo(before);
            assertThat(bench.processor.pages()).isOne();
            bench.channel.execute(FINISH);
            assertThat(bench.digest())
                    .as("and once more at the next try")
                    .isNotEqualTo(digest())
                    .isEqualTo(new LaunchDigest(digest())
                            .extend(SnpPageType.VMSA, LaunchDigest.VMSA_GPA, vmsa())
                            .value());
        }
    }

    private void finish(Bytes block, Bytes authentication, boolean author) {
        bench.channel.execute(command(block, authentication, author));
    }

    private static SnpLaunchFinish command(Bytes block, Bytes authentication, boolean author) {
        SignedIdBlock id = new SignedIdBlock(block, authentication);
        return new SnpLaunchFinish(Optional.of(id), author, false, FINISH.hostData(), 0);
    }

    private GuestIdentity identity() {
        return identity(bench);
    }

    private static GuestIdentity identity(LaunchFixture bench) {
        return ((SnpChannel) bench.channel).guest().orElseThrow().identity();
    }

    private static IdBlock block(Bytes digest, long policy) {
        return IdBlock.of(digest, FAMILY, IMAGE, 0xfffffffeL, new Policy(PolicyLayout.SNP, policy));
    }

    private static Bytes sign(IdBlock block) {
        return IdAuthentication.sign(block, ID, Optional.of(AUTHOR)).raw();
    }

    private static Bytes changed(Bytes content, int at, int bits) {
        byte[] changed = content.toArray();
        changed[at] ^= (byte) bits;
        return Bytes.of(changed);
    }

    private static Bytes digest() {
        return new LaunchDigest()
                .extend(SnpPageType.VMSA, LaunchDigest.VMSA_GPA, vmsa())
                .value();
    }

    private static Bytes vmsa() {
        return Vmsa.encode(VcpuState.of(0, Map.of("sev_features", 1L)));
    }
}
