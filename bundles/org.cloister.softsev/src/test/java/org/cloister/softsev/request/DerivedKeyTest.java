// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.cloister.amd.message.GuestField;
import org.cloister.amd.message.KeyChoice;
import org.cloister.amd.message.KeyRequest;
import org.cloister.amd.message.RootKey;
import org.cloister.api.Bytes;
import org.cloister.softsev.attest.GuestIdentity;
import org.junit.jupiter.api.Test;

/** Derived keys differ exactly where something differs that is mixed in. */
class DerivedKeyTest {
    private static final Random RANDOM = new Random(11);
    private static final byte[] ROOT = random(32).toArray();

    /** A change of what is mixed in, with the field that mixes it in. */
    private record Change(GuestField field, UnaryOperator<Input> to) {}

    private record Input(GuestIdentity guest, int svn, long tcb, long mitigations) {}

    private static final List<Change> CHANGES = List.of(
            new Change(
                    GuestField.POLICY, in -> with(in, identity(in.guest, random(16), random(16), random(48), 0x20000))),
            new Change(GuestField.IMAGE_ID, in -> with(in, identity(in.guest, in.guest.familyId(), random(16)))),
            new Change(GuestField.FAMILY_ID, in -> with(in, identity(in.guest, random(16), in.guest.imageId()))),
            new Change(
                    GuestField.MEASUREMENT,
                    in -> with(
                            in,
                            identity(
                                    in.guest, in.guest.familyId(), in.guest.imageId(), random(48), in.guest.policy()))),
            new Change(GuestField.GUEST_SVN, in -> new Input(in.guest, in.svn + 1, in.tcb, in.mitigations)),
            new Change(GuestField.TCB_VERSION, in -> new Input(in.guest, in.svn, in.tcb ^ 1L << 56, in.mitigations)),
            new Change(GuestField.LAUNCH_MIT_VECTOR, in -> new Input(in.guest, in.svn, in.tcb, in.mitigations ^ 4)));

    @Test
    void aChangeCountsWhereItsFieldIsMixedIn() {
        for (int i = 0; i < 300; i++) {
            Input input = input();
            Set<GuestField> fields = someFields();
            Bytes key = key(input, fields);
            assertThat(key(input, fields)).isEqualTo(key);
            for (Change change : CHANGES) {
                // The first change alters all four fields of the identity, the others one each
                Set<GuestField> altered = change.field == GuestField.POLICY
                        ? EnumSet.range(GuestField.POLICY, GuestField.MEASUREMENT)
                        : EnumSet.of(change.field);
                boolean mixed = altered.stream().anyMatch(fields::contains);
                assertThat(key(change.to.apply(input), fields).equals(key))
                        .as("%s of %s", change.field, fields)
                        .isEqualTo(!mixed);
            }
        }
    }

    @Test
    void rootLevelAndFieldsThemselvesAlwaysCount() {
        Input input = new Input(identity(), 0, 0, 0);
        List<Bytes> keys = new ArrayList<>();
        for (RootKey root : RootKey.values()) {
            for (int vmpl = 0; vmpl < 4; vmpl++) {
                for (long mask = 0; mask < 1 << 7; mask++) {
                    keys.add(derived(ROOT, request(root, vmpl, input, GuestField.of(mask)), input.guest));
                }
            }
        }
        assertThat(keys).doesNotHaveDuplicates().hasSize(2 * 4 * 128);
        assertThat(derived(random(32).toArray(), request(RootKey.PLATFORM, 0, input, Set.of()), input.guest))
                .isNotIn(keys);
    }

    @Test
    void whoLaunchedItAlwaysCounts() {
        GuestIdentity guest = identity();
        KeyRequest request = request(RootKey.PLATFORM, 0, new Input(guest, 0, 0, 0), Set.of());
        Bytes none = Bytes.of(new byte[48]);
        assertThat(List.of(
                        derived(ROOT, request, owned(guest, random(32), none, none, false)),
                        derived(ROOT, request, owned(guest, guest.hostData(), none, none, false)),
                        derived(ROOT, request, owned(guest, guest.hostData(), random(48), none, false)),
                        derived(ROOT, request, owned(guest, guest.hostData(), random(48), random(48), true))))
                .doesNotHaveDuplicates();
        Bytes author = random(48);
        assertThat(derived(ROOT, request, owned(guest, guest.hostData(), random(48), author, true)))
                .as("with an author key the ID key may change")
                .isEqualTo(derived(ROOT, request, owned(guest, guest.hostData(), random(48), author, true)));
    }

    private static Bytes key(Input input, Set<GuestField> fields) {
        return derived(ROOT, request(RootKey.PLATFORM, 1, input, fields), input.guest);
    }

    private static Bytes derived(byte[] root, KeyRequest request, GuestIdentity guest) {
        byte[] key = DerivedKey.of(root, request, guest);
        assertThat(key).hasSize(32);
        return Bytes.of(key);
    }

    private static KeyRequest request(RootKey root, int vmpl, Input input, Set<GuestField> fields) {
        return KeyRequest.of(
                new KeyRequest.Wanted(root, KeyChoice.ANY, fields, vmpl, input.svn, input.tcb, input.mitigations));
    }

    private static Input input() {
        return new Input(identity(), RANDOM.nextInt(), RANDOM.nextLong(), RANDOM.nextLong());
    }

    private static Set<GuestField> someFields() {
        return GuestField.of(RANDOM.nextInt(128));
    }

    private static GuestIdentity identity() {
        Bytes none = Bytes.of(new byte[48]);
        return new GuestIdentity(
                0x30000, random(16), random(16), 9, random(48), random(32), none, none, false, false, random(32), 0);
    }

    private static GuestIdentity identity(GuestIdentity old, Bytes family, Bytes image) {
        return identity(old, family, image, old.launchDigest(), old.policy());
    }

    private static GuestIdentity identity(GuestIdentity old, Bytes family, Bytes image, Bytes digest, long policy) {
        return new GuestIdentity(
                policy,
                family,
                image,
                old.guestSvn() + 1,
                digest,
                old.hostData(),
                old.idKeyDigest(),
                old.authorKeyDigest(),
                false,
                true,
                random(32),
                7);
    }

    private static GuestIdentity owned(GuestIdentity old, Bytes hostData, Bytes id, Bytes author, boolean enabled) {
        return new GuestIdentity(
                old.policy(),
                old.familyId(),
                old.imageId(),
                old.guestSvn(),
                old.launchDigest(),
                hostData,
                id,
                author,
                enabled,
                false,
                old.reportId(),
                0);
    }

    private static Input with(Input input, GuestIdentity guest) {
        return new Input(guest, input.svn, input.tcb, input.mitigations);
    }

    private static Bytes random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return Bytes.of(bytes);
    }
}
