// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.id;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.cloister.amd.cert.EcKey;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Notation;
import org.cloister.amd.struct.Slot;
import org.cloister.amd.struct.Structure;
import org.cloister.amd.struct.Violation;
import org.cloister.api.Bytes;

/** What lies where in ID authentication, and what may be there. */
final class IdAuthenticationTable {
    static final Slot ID_KEY_ALGO = number("id_key_algo", 0x000, "algorithm of the ID key");
    static final Slot AUTHOR_KEY_ALGO = number("author_key_algo", 0x004, "algorithm of the author key");
    static final Slot ID_BLOCK_SIG_R = part("id_block_sig_r", 0x040, "signature of the ID block by the ID key");
    static final Slot ID_BLOCK_SIG_S = part("id_block_sig_s", 0x088, "its second number");
    static final Slot ID_KEY = key("id_key", 0x240, "ID key");
    static final Slot ID_KEY_SIG_R = part("id_key_sig_r", 0x680, "signature of the ID key by the author key");
    static final Slot ID_KEY_SIG_S = part("id_key_sig_s", 0x6c8, "its second number");
    static final Slot AUTHOR_KEY = key("author_key", 0x880, "author key");

    static final Layout LAYOUT = new Layout(
            "an ID authentication",
            IdAuthentication.SIZE,
            List.of(
                    ID_KEY_ALGO,
                    AUTHOR_KEY_ALGO,
                    ID_BLOCK_SIG_R,
                    ID_BLOCK_SIG_S,
                    ID_KEY,
                    ID_KEY_SIG_R,
                    ID_KEY_SIG_S,
                    AUTHOR_KEY));

    private static final String ALGORITHM = "ECDSA on P-384 with SHA-384";

    private IdAuthenticationTable() {}

    static List<Violation> violations(IdAuthentication all) {
        Stream<Violation> idKey = ofKey(ID_KEY_ALGO, ID_KEY, all.raw());
        Stream<Violation> authorKey =
                all.authorKey().isPresent() ? ofKey(AUTHOR_KEY_ALGO, AUTHOR_KEY, all.raw()) : ofNoAuthor(all);
        return Stream.of(LAYOUT.violations(all.raw(), 0).stream(), idKey, authorKey)
                .flatMap(some -> some)
                .toList();
    }

    static Violation unsignedBlock() {
        return unsigned(ID_BLOCK_SIG_R, "signature of the ID block by id_key");
    }

    static Violation unsignedKey() {
        return unsigned(ID_KEY_SIG_R, "signature of id_key by author_key");
    }

    static Structure show(IdAuthentication all) {
        List<Structure> keys = Stream.concat(
                        Stream.of(all.idKey().show(ID_KEY.offset())),
                        all.authorKey().map(key -> key.show(AUTHOR_KEY.offset())).stream())
                .toList();
        return new Structure(
                "SEV-SNP ID authentication", LAYOUT.fields(all.raw(), 0, slot -> meaning(slot, all)), keys);
    }

    private static String meaning(Slot slot, IdAuthentication all) {
        if (slot.equals(ID_KEY_ALGO) || slot.equals(AUTHOR_KEY_ALGO)) {
            return slot.meaning() + ": " + algorithm(slot.number(all.raw()));
        }
        if (slot.equals(ID_KEY)) {
            return slot.meaning() + ", its digest in reports is "
                    + all.idKeyDigest().hex();
        }
        Optional<Bytes> author = all.authorKeyDigest();
        if (slot.equals(AUTHOR_KEY)) {
            return author.map(digest -> slot.meaning() + ", its digest in reports is " + digest.hex())
                    .orElse("no author key");
        }
        return slot.meaning();
    }

    private static String algorithm(long number) {
        return number == IdAuthentication.ECDSA_P384_SHA384 ? ALGORITHM : number == 0 ? "none" : "not known";
    }

    private static Stream<Violation> ofKey(Slot algorithm, Slot key, Bytes raw) {
        EcKey content = new EcKey(key.in(raw));
        Stream<Violation> wrongAlgorithm = unless(
                algorithm.number(raw) == IdAuthentication.ECDSA_P384_SHA384, algorithm, raw, "1 (" + ALGORITHM + ")");
        Slot curve = new Slot(key.name() + ".curve", key.offset(), EcKey.CURVE.size(), Notation.NUMBER, "");
        return Stream.of(
                        wrongAlgorithm,
                        unless(P384.is(content), curve, raw, "2 (P-384)"),
                        content.violations(key.offset()).stream())
                .flatMap(some -> some);
    }

    private static Stream<Violation> ofNoAuthor(IdAuthentication all) {
        Stream<Violation> signature = all.keySignature().isMissing()
                ? Stream.empty()
                : Stream.of(new Violation(
                        ID_KEY_SIG_R.name(), ID_KEY_SIG_R.offset(), "a signature", "zeros, as there is no author key"));
        return Stream.concat(
                unless(
                        AUTHOR_KEY_ALGO.number(all.raw()) == 0,
                        AUTHOR_KEY_ALGO,
                        all.raw(),
                        "0, as there is no author key"),
                signature);
    }

    private static Stream<Violation> unless(boolean right, Slot slot, Bytes raw, String expected) {
        return right
                ? Stream.empty()
                : Stream.of(new Violation(slot.name(), slot.offset(), Long.toString(slot.number(raw)), expected));
    }

    private static Violation unsigned(Slot slot, String expected) {
        return new Violation(slot.name(), slot.offset(), "no valid signature", "a " + expected);
    }

    private static Slot number(String name, int offset, String meaning) {
        return new Slot(name, offset, Integer.BYTES, Notation.NUMBER, meaning);
    }

    private static Slot part(String name, int offset, String meaning) {
        return new Slot(name, offset, IdSignature.NUMBER, Notation.BYTES, meaning);
    }

    private static Slot key(String name, int offset, String meaning) {
        return new Slot(name, offset, EcKey.SIZE, Notation.ZEROS, meaning);
    }
}
