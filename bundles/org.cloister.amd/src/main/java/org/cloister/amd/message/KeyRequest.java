// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.message;

import static org.cloister.amd.struct.Notation.HEX;
import static org.cloister.amd.struct.Notation.NUMBER;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Slot;
import org.cloister.amd.struct.Violation;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;

/**
 * MSG_KEY_REQ (SEV-SNP firmware ABI, 56860, "Key Derivation"): the guest asks for a key that is its own. Any bytes can
 * be read. Immutable.
 *
 * <p>Version 2 adds the mitigations. As a payload is a multiple of 16 bytes, it is written with 8 zero bytes behind
 * them; that firmware expects the same is unverified.
 *
 * @param raw 32 bytes of version 1, 48 of version 2
 */
public record KeyRequest(Bytes raw) {
    /** Bytes of each version. */
    private static final Map<Integer, Integer> SIZES = Map.of(1, 0x20, 2, 0x30);

    private static final Slot ROOT =
            new Slot("root_key_select", 0x00, 4, HEX, "bit 0 root key, bits 2:1 which platform key");
    private static final Slot FIELDS = new Slot("guest_field_select", 0x08, 8, HEX, "what is mixed in");
    private static final Slot VMPL = new Slot("vmpl", 0x10, 4, NUMBER, "the level that the key is for");
    private static final Slot SVN = new Slot("guest_svn", 0x14, 4, NUMBER, "the security version to mix in");
    private static final Slot TCB = new Slot("tcb_version", 0x18, 8, HEX, "the TCB version to mix in");
    private static final Slot MITIGATIONS = new Slot("launch_mit_vector", 0x20, 8, HEX, "the mitigations to mix in");
    private static final Layout V1 = new Layout("a key request", 0x20, List.of(ROOT, FIELDS, VMPL, SVN, TCB));
    private static final Layout V2 =
            new Layout("a key request", 0x30, List.of(ROOT, FIELDS, VMPL, SVN, TCB, MITIGATIONS));
    private static final int ROOT_BITS = 7;

    /**
     * Checks the size.
     *
     * @throws org.cloister.api.CloisterException {@code key-request.length}
     */
    public KeyRequest {
        if (!SIZES.containsValue(raw.length())) {
            throw Problem.input(MessageCodes.KEY_REQUEST_LENGTH, "this is not as long as a key request is")
                    .at("MSG_KEY_REQ")
                    .found(raw.length() + " bytes")
                    .expected("32 bytes of version 1, or 48 of version 2")
                    .exception();
        }
    }

    /**
     * What a key is asked for by.
     *
     * @param root what it is derived from
     * @param key which of the platform's keys, when it is derived from one
     * @param fields what is mixed in
     * @param vmpl the privilege level that the key is for; always mixed in
     * @param svn at most the guest's own, unsigned 32 bits
     * @param tcb at most the committed one, raw 64 bits
     * @param mitigations at most those of the launch, a mask
     */
    public record Wanted(
            RootKey root, KeyChoice key, Set<GuestField> fields, int vmpl, int svn, long tcb, long mitigations) {
        /** Copies the set. */
        public Wanted {
            fields = Set.copyOf(fields);
        }

        /** A key from the platform's key for a level, with nothing else than that mixed in. */
        public static Wanted of(int vmpl) {
            return new Wanted(RootKey.PLATFORM, KeyChoice.ANY, Set.of(), vmpl, 0, 0, 0);
        }

        /** The same with other fields mixed in. */
        public Wanted mixing(Set<GuestField> others) {
            return new Wanted(root, key, others, vmpl, svn, tcb, mitigations);
        }
    }

    /** A request, of version 1 unless it is about mitigations. */
    public static KeyRequest of(Wanted wanted) {
        boolean second = wanted.mitigations != 0 || wanted.fields.contains(GuestField.LAUNCH_MIT_VECTOR);
        byte[] raw = new byte[SIZES.get(second ? 2 : 1)];
        ROOT.put(raw, wanted.root.ordinal() | wanted.key.code() << 1);
        FIELDS.put(raw, GuestField.mask(wanted.fields));
        VMPL.put(raw, Integer.toUnsignedLong(wanted.vmpl));
        SVN.put(raw, Integer.toUnsignedLong(wanted.svn));
        TCB.put(raw, wanted.tcb);
        if (second) {
            MITIGATIONS.put(raw, wanted.mitigations);
        }
        return new KeyRequest(Bytes.of(raw));
    }

    /**
     * Bytes of a version.
     *
     * @param version 1 or 2
     */
    public static int size(int version) {
        return SIZES.get(version);
    }

    /**
     * The fields of a version under AMD's names.
     *
     * @param version 1 or 2
     */
    public static Layout layout(int version) {
        return version == 1 ? V1 : V2;
    }

    /** MSG_VERSION, 1 or 2. */
    public int version() {
        return raw.length() == SIZES.get(1) ? 1 : 2;
    }

    /** What the key is derived from. */
    public RootKey root() {
        return RootKey.values()[(int) ROOT.number(raw) & 1];
    }

    /** Which of the platform's keys; empty for the reserved choice. */
    public Optional<KeyChoice> key() {
        return KeyChoice.of((int) ROOT.number(raw) >>> 1 & 3);
    }

    /** GUEST_FIELD_SELECT, all 64 bits. */
    public long fieldSelect() {
        return FIELDS.number(raw);
    }

    /** The level that the key is for, unsigned 32 bits. */
    public long vmpl() {
        return VMPL.number(raw);
    }

    /** The security version to mix in, unsigned 32 bits. */
    public long svn() {
        return SVN.number(raw);
    }

    /** The TCB version to mix in, raw 64 bits. */
    public long tcb() {
        return TCB.number(raw);
    }

    /** The mitigations to mix in, a mask; 0 in version 1. */
    public long mitigations() {
        return version() == 1 ? 0 : MITIGATIONS.number(raw);
    }

    /** Reserved bytes and bits that are not zero. */
    public List<Violation> violations() {
        List<Violation> all = new ArrayList<>(layout(version()).violations(raw, 0));
        reserved(all, ROOT, ROOT_BITS);
        long known = GuestField.mask(Set.of(GuestField.values()));
        reserved(all, FIELDS, version() == 1 ? known & ~GuestField.LAUNCH_MIT_VECTOR.mask() : known);
        return List.copyOf(all);
    }

    private void reserved(List<Violation> all, Slot slot, long allowed) {
        long excess = slot.number(raw) & ~allowed;
        if (excess != 0) {
            String expected = "no bits but " + Numbers.hex(allowed);
            all.add(new Violation(slot.name(), slot.offset(), Numbers.hex(excess), expected));
        }
    }
}
