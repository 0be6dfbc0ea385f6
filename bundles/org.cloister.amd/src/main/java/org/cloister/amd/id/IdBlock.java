// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.id;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.amd.policy.Policy;
import org.cloister.amd.policy.PolicyLayout;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Notation;
import org.cloister.amd.struct.Slot;
import org.cloister.amd.struct.Structure;
import org.cloister.amd.struct.Violation;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;

/**
 * The ID block of an SEV-SNP guest (SEV-SNP firmware ABI, 56860, "ID Block"): 96 bytes that say which guest may be
 * launched. It keeps its bytes. Immutable.
 *
 * @param raw all 96 bytes
 */
public record IdBlock(Bytes raw) {
    /** Bytes that it takes. */
    public static final int SIZE = 0x60;
    /** The one version of the format. */
    public static final int VERSION_NUMBER = 1;

    /** The launch digest that the guest must have, 48 bytes. */
    public static final Slot LD = new Slot("ld", 0x00, 48, Notation.BYTES, "launch digest that the guest must have");
    /** Which family of guests this is, 16 bytes of the owner's choice. */
    public static final Slot FAMILY_ID = new Slot("family_id", 0x30, 16, Notation.BYTES, "family of the guest");
    /** Which image this is, 16 bytes of the owner's choice. */
    public static final Slot IMAGE_ID = new Slot("image_id", 0x40, 16, Notation.BYTES, "image of the guest");
    /** The version of the format. */
    public static final Slot VERSION = new Slot("version", 0x50, 4, Notation.NUMBER, "version of the format");
    /** The guest's security version. */
    public static final Slot GUEST_SVN =
            new Slot("guest_svn", 0x54, 4, Notation.NUMBER, "security version of the guest");
    /** The policy that the guest must have. */
    public static final Slot POLICY = new Slot("policy", 0x58, 8, Notation.HEX, "policy that the guest must have");

    private static final Layout LAYOUT =
            new Layout("an ID block", SIZE, List.of(LD, FAMILY_ID, IMAGE_ID, VERSION, GUEST_SVN, POLICY));

    /**
     * Checks size and version.
     *
     * @throws org.cloister.api.CloisterException {@code id-block.length}, {@code id-block.version}
     */
    public IdBlock {
        check(raw, "ID block");
    }

    /**
     * Reads a block. {@link #violations} reports whether its policy is valid.
     *
     * @param name what the bytes are called in problems, a file name for example
     * @throws org.cloister.api.CloisterException {@code id-block.length}, {@code id-block.version}
     */
    public static IdBlock decode(Bytes bytes, String name) {
        check(bytes, name);
        return new IdBlock(bytes);
    }

    /**
     * A block for a guest.
     *
     * @param digest the launch digest, 48 bytes
     * @param family 16 bytes
     * @param image 16 bytes
     * @param svn unsigned 32 bits
     * @throws org.cloister.api.CloisterException {@code field.size}, {@code field.range} naming the field
     */
    public static IdBlock of(Bytes digest, Bytes family, Bytes image, long svn, Policy policy) {
        byte[] block = new byte[SIZE];
        LD.put(block, digest);
        FAMILY_ID.put(block, family);
        IMAGE_ID.put(block, image);
        VERSION.put(block, VERSION_NUMBER);
        GUEST_SVN.put(block, svn);
        POLICY.put(block, policy.value());
        return new IdBlock(Bytes.of(block));
    }

    /** Its bytes. */
    public Bytes encode() {
        return raw;
    }

    /** The launch digest, 48 bytes. */
    public Bytes launchDigest() {
        return LD.in(raw);
    }

    /** The family, 16 bytes. */
    public Bytes familyId() {
        return FAMILY_ID.in(raw);
    }

    /** The image, 16 bytes. */
    public Bytes imageId() {
        return IMAGE_ID.in(raw);
    }

    /** The guest's security version, unsigned 32 bits. */
    public long guestSvn() {
        return GUEST_SVN.number(raw);
    }

    /** The policy as it stands, unsigned 64 bits; maybe no policy at all. */
    public long policy() {
        return POLICY.number(raw);
    }

    /** What the specification does not allow: a policy that no guest can have. */
    public List<Violation> violations() {
        return policyProblem()
                .map(wrong -> new Violation(POLICY.name(), POLICY.offset(), wrong.found(), wrong.expected()))
                .toList();
    }

    /** Every field with its offset and meaning. */
    public Structure show() {
        return new Structure("SEV-SNP ID block", LAYOUT.fields(raw, 0, this::meaning));
    }

    private String meaning(Slot slot) {
        return slot.equals(POLICY) ? slot.meaning() + ": " + policyText() : slot.meaning();
    }

    private String policyText() {
        return policyProblem()
                .map(Problem::what)
                .findFirst()
                .orElseGet(() -> new Policy(PolicyLayout.SNP, policy())
                        .toGuestPolicy().bits().entrySet().stream()
                                .map(Object::toString)
                                .collect(Collectors.joining(",")));
    }

    private Stream<Problem> policyProblem() {
        try {
            new Policy(PolicyLayout.SNP, policy());
            return Stream.empty();
        } catch (CloisterException refused) {
            return Stream.of(refused.problem());
        }
    }

    private static void check(Bytes raw, String name) {
        LAYOUT.requireSize(raw.length(), IdCodes.ID_BLOCK_LENGTH, name);
        long version = VERSION.number(raw);
        if (version != VERSION_NUMBER) {
            throw Problem.input(IdCodes.ID_BLOCK_VERSION, "version " + version + " of the ID block is not known")
                    .at(String.format(Locale.ROOT, "%s, version at offset 0x%x", name, VERSION.offset()))
                    .found(version)
                    .expected(VERSION_NUMBER)
                    .exception();
        }
    }
}
