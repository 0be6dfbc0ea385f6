package org.cloister.amd.id;

import java.util.List;
import java.util.stream.Collectors;
import org.cloister.amd.policy.SnpPolicy;
import org.cloister.amd.show.Layout;
import org.cloister.amd.show.Notation;
import org.cloister.amd.show.Slot;
import org.cloister.amd.show.Structure;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;

/**
 * The ID block: which guest its owner expects (SEV-SNP firmware ABI, 56860, "ID Block Structure"). It keeps its bytes.
 * Immutable.
 *
 * @param raw all 96 bytes
 */
public record IdBlock(Bytes raw) {
    /** Bytes that it takes. */
    public static final int SIZE = 0x60;

    /** Bytes of a family or image id. */
    public static final int ID_SIZE = 16;

    /** The launch digest that the guest must have. */
    public static final Slot LAUNCH_DIGEST =
            new Slot("ld", 0x00, 48, Notation.BYTES, "launch digest that the guest must have");

    /** The owner's number of a family of guests. */
    public static final Slot FAMILY_ID = new Slot("family_id", 0x30, ID_SIZE, Notation.BYTES, "the owner's family id");

    /** The owner's number of an image. */
    public static final Slot IMAGE_ID = new Slot("image_id", 0x40, ID_SIZE, Notation.BYTES, "the owner's image id");

    /** The security version of the guest. */
    public static final Slot GUEST_SVN = new Slot("guest_svn", 0x54, 4, Notation.NUMBER, "security version");

    private static final long VERSION_1 = 1;
    private static final Slot VERSION = new Slot("version", 0x50, 4, Notation.NUMBER, "version of the structure");
    private static final Slot POLICY = new Slot("policy", 0x58, 8, Notation.HEX, "policy that the guest must have");
    private static final Layout LAYOUT =
            new Layout("an ID block", SIZE, List.of(LAUNCH_DIGEST, FAMILY_ID, IMAGE_ID, VERSION, GUEST_SVN, POLICY));

    /**
     * Checks size and version.
     *
     * @throws CloisterException {@code id.block.length}, {@code id.block.version}
     */
    public IdBlock {
        check(raw, "ID block");
    }

    /**
     * Reads a block.
     *
     * @param name what the bytes are called in problems, a file name for example
     * @throws CloisterException {@code id.block.length}, {@code id.block.version}
     */
    public static IdBlock decode(Bytes bytes, String name) {
        check(bytes, name);
        return new IdBlock(bytes);
    }

    /**
     * A block of version 1.
     *
     * @param launchDigest 48 bytes
     * @param familyId 16 bytes
     * @param imageId 16 bytes
     * @param guestSvn unsigned 32 bits
     * @throws CloisterException {@code field.size}, {@code field.range} naming the field that does not fit
     */
    public static IdBlock of(Bytes launchDigest, Bytes familyId, Bytes imageId, long guestSvn, SnpPolicy policy) {
        byte[] image = new byte[SIZE];
        LAUNCH_DIGEST.put(image, launchDigest);
        FAMILY_ID.put(image, familyId);
        IMAGE_ID.put(image, imageId);
        VERSION.put(image, VERSION_1);
        GUEST_SVN.put(image, guestSvn);
        POLICY.put(image, policy.value());
        return new IdBlock(Bytes.of(image));
    }

    /** The launch digest that the guest must have, 48 bytes. */
    public Bytes launchDigest() {
        return LAUNCH_DIGEST.in(raw);
    }

    /** The owner's family id, 16 bytes. */
    public Bytes familyId() {
        return FAMILY_ID.in(raw);
    }

    /** The owner's image id, 16 bytes. */
    public Bytes imageId() {
        return IMAGE_ID.in(raw);
    }

    /** The security version of the guest, unsigned 32 bits. */
    public long guestSvn() {
        return GUEST_SVN.number(raw);
    }

    /** The policy that the guest must have as it stands there; it may be one that no firmware accepts. */
    public long policy() {
        return POLICY.number(raw);
    }

    /** Its bytes. */
    public Bytes encode() {
        return raw;
    }

    /** Every field with its offset and meaning. */
    public Structure show() {
        return new Structure("SEV-SNP ID block", LAYOUT.fields(raw, 0, this::meaning));
    }

    private String meaning(Slot slot) {
        return slot.equals(POLICY) ? slot.meaning() + ": " + policyBits() : slot.meaning();
    }

    private String policyBits() {
        try {
            return new SnpPolicy(policy())
                    .toGuestPolicy().bits().entrySet().stream()
                            .map(bit -> bit.getKey() + "=" + bit.getValue())
                            .collect(Collectors.joining(","));
        } catch (CloisterException refused) {
            return "not valid, " + refused.problem().what();
        }
    }

    private static void check(Bytes raw, String name) {
        LAYOUT.requireSize(raw.length(), "id.block", name);
        if (VERSION.number(raw) != VERSION_1) {
            throw Problem.input("id.block.version", "this version of the ID block is not known")
                    .at(name + ", version at offset 0x50")
                    .found(VERSION.number(raw))
                    .expected(VERSION_1)
                    .exception();
        }
    }
}
