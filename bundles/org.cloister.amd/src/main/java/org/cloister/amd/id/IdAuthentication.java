package org.cloister.amd.id;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.cloister.amd.cert.Curve;
import org.cloister.amd.cert.EcKey;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.crypto.Hash;
import org.cloister.amd.show.Layout;
import org.cloister.amd.show.Notation;
import org.cloister.amd.show.Slot;
import org.cloister.amd.show.Structure;
import org.cloister.amd.show.Violation;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;

/**
 * ID authentication: the keys and signatures that stand for an ID block (SEV-SNP firmware ABI, 56860, "ID
 * Authentication Information Structure"). The ID key signs the block; where there is an author key, it signs the ID key.
 * It keeps its bytes. Immutable.
 *
 * @param raw all 4096 bytes
 */
public record IdAuthentication(Bytes raw) {
    /** Bytes that it takes. */
    public static final int SIZE = 4096;

    private static final int ECDSA_P384_SHA384 = 1;
    private static final Slot ID_KEY_ALGO =
            new Slot("id_key_algo", 0x000, 4, Notation.NUMBER, "algorithm of the ID key: 1 ECDSA P-384 with SHA-384");
    private static final Slot AUTHOR_KEY_ALGO =
            new Slot("auth_key_algo", 0x004, 4, Notation.NUMBER, "algorithm of the author key, 0 without one");
    private static final SignatureSlot BLOCK_SIGNATURE =
            new SignatureSlot("id_block_sig", 0x040, "the ID key's signature of the ID block");
    private static final Slot ID_KEY = new Slot("id_key", 0x240, EcKey.SIZE, Notation.ZEROS, "ID key");
    private static final SignatureSlot KEY_SIGNATURE =
            new SignatureSlot("id_key_sig", 0x680, "the author key's signature of the ID key");
    private static final Slot AUTHOR_KEY = new Slot("author_key", 0x880, EcKey.SIZE, Notation.ZEROS, "author key");
    private static final Layout LAYOUT = new Layout(
            "ID authentication",
            SIZE,
            List.of(ID_KEY_ALGO, AUTHOR_KEY_ALGO, BLOCK_SIGNATURE.slot(), ID_KEY, KEY_SIGNATURE.slot(), AUTHOR_KEY));

    /**
     * Checks size, algorithms and curves.
     *
     * @throws CloisterException {@code id.auth.length}, {@code id.auth.algorithm}, {@code id.auth.curve}
     */
    public IdAuthentication {
        check(raw, "ID authentication");
    }

    /**
     * Reads ID authentication. Reserved bytes are no obstacle: {@link #violations} tells of them.
     *
     * @param name what the bytes are called in problems, a file name for example
     * @throws CloisterException {@code id.auth.length}, {@code id.auth.algorithm}, {@code id.auth.curve}
     */
    public static IdAuthentication decode(Bytes bytes, String name) {
        check(bytes, name);
        return new IdAuthentication(bytes);
    }

    /**
     * Signs a block.
     *
     * @param idKey signs the block
     * @param authorKey signs the ID key; may be absent
     */
    public static IdAuthentication sign(IdBlock block, IdKey idKey, Optional<IdKey> authorKey) {
        byte[] image = new byte[SIZE];
        ID_KEY_ALGO.put(image, ECDSA_P384_SHA384);
        BLOCK_SIGNATURE.put(image, idKey.sign(block.encode()));
        ID_KEY.put(image, idKey.stored().raw());
        authorKey.ifPresent(author -> {
            AUTHOR_KEY_ALGO.put(image, ECDSA_P384_SHA384);
            KEY_SIGNATURE.put(image, author.sign(idKey.stored().raw()));
            AUTHOR_KEY.put(image, author.stored().raw());
        });
        return new IdAuthentication(Bytes.of(image));
    }

    /** What a report says of a key: SHA-384 of all 1028 bytes of its stored form. */
    public static Bytes digest(EcKey key) {
        return Crypto.fastest().digest(Hash.SHA384, key.raw());
    }

    /** The key that signed the block. */
    public EcKey idKey() {
        return new EcKey(ID_KEY.in(raw));
    }

    /** The key that signed the ID key; empty when there is none. */
    public Optional<EcKey> authorKey() {
        return AUTHOR_KEY_ALGO.number(raw) == 0 ? Optional.empty() : Optional.of(new EcKey(AUTHOR_KEY.in(raw)));
    }

    /**
     * What is wrong with keys and signatures, for a block.
     *
     * @return one sentence each; empty when the firmware would take it
     */
    public List<String> faults(IdBlock block) {
        List<String> faults = new ArrayList<>();
        if (!BLOCK_SIGNATURE.signs(raw, idKey(), block.encode())) {
            faults.add("the signature of the ID block is not that of the ID key");
        }
        if (authorKey()
                .filter(author -> !KEY_SIGNATURE.signs(raw, author, idKey().raw()))
                .isPresent()) {
            faults.add("the signature of the ID key is not that of the author key");
        }
        violations().forEach(violation -> faults.add(violation.toString()));
        return List.copyOf(faults);
    }

    /** Reserved bytes that are not zero, those of keys and signatures too; all of the author's when there is no author key. */
    public List<Violation> violations() {
        Stream<Violation> signer =
                Stream.concat(idKey().violations(ID_KEY.offset()).stream(), BLOCK_SIGNATURE.violations(raw).stream());
        Stream<Violation> author = authorKey()
                .map(key -> Stream.concat(
                        key.violations(AUTHOR_KEY.offset()).stream(), KEY_SIGNATURE.violations(raw).stream()))
                .orElseGet(() -> Stream.of(KEY_SIGNATURE.slot(), AUTHOR_KEY)
                        .filter(slot -> !slot.in(raw).isZero())
                        .map(slot -> new Violation(
                                slot.name(), slot.offset(), slot.in(raw).toString(), "zeros")));
        return Stream.of(LAYOUT.violations(raw, 0).stream(), signer, author)
                .flatMap(all -> all)
                .toList();
    }

    /** Its bytes. */
    public Bytes encode() {
        return raw;
    }

    /** Every field with its offset and meaning; keys and signatures as parts. */
    public Structure show() {
        List<Structure> parts = new ArrayList<>(List.of(BLOCK_SIGNATURE.show(raw), idKey().show(ID_KEY.offset())));
        authorKey().ifPresent(author -> {
            parts.add(KEY_SIGNATURE.show(raw));
            parts.add(author.show(AUTHOR_KEY.offset()));
        });
        return new Structure("SEV-SNP ID authentication", LAYOUT.fields(raw, 0, this::meaning), parts);
    }

    private String meaning(Slot slot) {
        boolean key =
                slot.equals(ID_KEY) || slot.equals(AUTHOR_KEY) && authorKey().isPresent();
        return key
                ? slot.meaning() + ", digest " + digest(new EcKey(slot.in(raw))).hex()
                : slot.meaning();
    }

    private static void check(Bytes raw, String name) {
        LAYOUT.requireSize(raw.length(), "id.auth", name);
        requireAlgorithm(raw, ID_KEY_ALGO, name, List.of(1L));
        requireAlgorithm(raw, AUTHOR_KEY_ALGO, name, List.of(0L, 1L));
        requireCurve(raw, ID_KEY, name);
        if (AUTHOR_KEY_ALGO.number(raw) != 0) {
            requireCurve(raw, AUTHOR_KEY, name);
        }
    }

    private static void requireAlgorithm(Bytes raw, Slot slot, String name, List<Long> allowed) {
        if (!allowed.contains(slot.number(raw))) {
            throw Problem.input("id.auth.algorithm", "this algorithm of a key is not defined")
                    .at(place(name, slot))
                    .found(slot.number(raw))
                    .expected("one of " + allowed)
                    .exception();
        }
    }

    private static void requireCurve(Bytes raw, Slot slot, String name) {
        long code = EcKey.CURVE.number(slot.in(raw));
        if (code != Curve.P384.code()) {
            throw Problem.input("id.auth.curve", "the key is not on the curve that SEV-SNP uses")
                    .at(place(name, slot))
                    .found(code)
                    .expected(Curve.P384.code() + " (P-384)")
                    .exception();
        }
    }

    private static String place(String name, Slot slot) {
        return String.format("%s, %s at offset 0x%x", name, slot.name(), slot.offset());
    }
}
