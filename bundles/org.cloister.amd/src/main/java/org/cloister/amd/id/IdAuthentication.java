// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.id;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.cloister.amd.cert.EcKey;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.crypto.Hash;
import org.cloister.amd.struct.Slot;
import org.cloister.amd.struct.Structure;
import org.cloister.amd.struct.Violation;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;

/**
 * What authenticates an ID block (SEV-SNP firmware ABI, 56860, "ID Authentication Information Structure"): 4096 bytes
 * with the ID key and its signature of the block and, when there is an author, the author's key and its signature of
 * the ID key. It keeps its bytes. Immutable.
 *
 * @param raw all 4096 bytes
 */
public record IdAuthentication(Bytes raw) {
    /** Bytes that it takes. */
    public static final int SIZE = 0x1000;
    /** The number of the one algorithm: ECDSA on P-384 with SHA-384. */
    public static final int ECDSA_P384_SHA384 = 1;

    /**
     * Checks the size.
     *
     * @throws org.cloister.api.CloisterException {@code id-auth.length}
     */
    public IdAuthentication {
        IdAuthenticationTable.LAYOUT.requireSize(raw.length(), IdCodes.ID_AUTH_LENGTH, "ID authentication");
    }

    /**
     * Reads it. Reading proves nothing: {@link #violations(IdBlock)} does.
     *
     * @param name what the bytes are called in problems, a file name for example
     * @throws org.cloister.api.CloisterException {@code id-auth.length}
     */
    public static IdAuthentication decode(Bytes bytes, String name) {
        IdAuthenticationTable.LAYOUT.requireSize(bytes.length(), IdCodes.ID_AUTH_LENGTH, name);
        return new IdAuthentication(bytes);
    }

    /**
     * Signs a block.
     *
     * @param idKey signs the block
     * @param authorKey signs the public part of the ID key; empty for a guest without an author key
     */
    public static IdAuthentication sign(IdBlock block, SigningKey idKey, Optional<SigningKey> authorKey) {
        Bytes idPublic = idKey.publicKey().raw();
        IdAuthentication signed = of(idKey.publicKey(), idKey.sign(block.raw()));
        return authorKey
                .map(author -> signed.withAuthor(author.publicKey(), author.sign(idPublic)))
                .orElse(signed);
    }

    /** With an ID key and its signature of the block, without an author key. */
    public static IdAuthentication of(EcKey idKey, IdSignature blockSignature) {
        byte[] page = new byte[SIZE];
        IdAuthenticationTable.ID_KEY_ALGO.put(page, ECDSA_P384_SHA384);
        IdAuthenticationTable.ID_KEY.put(page, idKey.raw());
        IdAuthenticationTable.ID_BLOCK_SIG_R.put(page, blockSignature.r());
        IdAuthenticationTable.ID_BLOCK_SIG_S.put(page, blockSignature.s());
        return new IdAuthentication(Bytes.of(page));
    }

    /** The same with an author key and its signature of the ID key. */
    public IdAuthentication withAuthor(EcKey authorKey, IdSignature keySignature) {
        byte[] page = raw.toArray();
        IdAuthenticationTable.AUTHOR_KEY_ALGO.put(page, ECDSA_P384_SHA384);
        IdAuthenticationTable.AUTHOR_KEY.put(page, authorKey.raw());
        IdAuthenticationTable.ID_KEY_SIG_R.put(page, keySignature.r());
        IdAuthenticationTable.ID_KEY_SIG_S.put(page, keySignature.s());
        return new IdAuthentication(Bytes.of(page));
    }

    /** Its bytes. */
    public Bytes encode() {
        return raw;
    }

    /** The ID key. */
    public EcKey idKey() {
        return new EcKey(IdAuthenticationTable.ID_KEY.in(raw));
    }

    /** The ID key's signature of the ID block. */
    public IdSignature blockSignature() {
        return signature(IdAuthenticationTable.ID_BLOCK_SIG_R, IdAuthenticationTable.ID_BLOCK_SIG_S);
    }

    /** The author key; empty when nothing is where it would be. */
    public Optional<EcKey> authorKey() {
        return Optional.of(IdAuthenticationTable.AUTHOR_KEY.in(raw))
                .filter(key -> !key.isZero())
                .map(EcKey::new);
    }

    /** The author key's signature of the ID key; of zeros when there is none. */
    public IdSignature keySignature() {
        return signature(IdAuthenticationTable.ID_KEY_SIG_R, IdAuthenticationTable.ID_KEY_SIG_S);
    }

    /** What reports of the guest have as ID_KEY_DIGEST, 48 bytes. */
    public Bytes idKeyDigest() {
        return digest(idKey());
    }

    /** What reports of the guest have as AUTHOR_KEY_DIGEST, 48 bytes; empty without an author key. */
    public Optional<Bytes> authorKeyDigest() {
        return authorKey().map(IdAuthentication::digest);
    }

    /** What reports contain for a key: SHA-384 over all 1028 bytes of its structure. */
    public static Bytes digest(EcKey key) {
        return Crypto.platform().digest(Hash.SHA384, key.raw());
    }

    /** Whether the ID key signed a block; false for whatever is wrong with key or signature. */
    public boolean signs(IdBlock block) {
        return verifies(idKey(), block.raw(), blockSignature());
    }

    /** Whether the author key signed the ID key; false when there is none. */
    public boolean isAuthored() {
        return authorKey()
                .filter(key -> verifies(key, idKey().raw(), keySignature()))
                .isPresent();
    }

    /**
     * Everything because of which a secure processor may refuse a block with this authentication: what is wrong in
     * itself, and the signatures that are not valid. Digest and policy of the block are checked against those of a
     * guest elsewhere.
     */
    public List<Violation> violations(IdBlock block) {
        Stream<Violation> unsigned = signs(block) ? Stream.empty() : Stream.of(IdAuthenticationTable.unsignedBlock());
        Stream<Violation> unauthored =
                authorKey().isEmpty() || isAuthored() ? Stream.empty() : Stream.of(IdAuthenticationTable.unsignedKey());
        return Stream.of(block.violations().stream(), violations().stream(), unsigned, unauthored)
                .flatMap(all -> all)
                .toList();
    }

    /** What is wrong in itself: reserved bytes that are not zero, algorithms and curves that are not known. */
    public List<Violation> violations() {
        return IdAuthenticationTable.violations(this);
    }

    /** Every field with its offset and meaning; the keys once more in detail. */
    public Structure show() {
        return IdAuthenticationTable.show(this);
    }

    private IdSignature signature(Slot r, Slot s) {
        return new IdSignature(r.in(raw), s.in(raw));
    }

    private static boolean verifies(EcKey key, Bytes message, IdSignature signature) {
        try {
            return P384.is(key)
                    && Crypto.platform().verifyEcdsa(key.toPublicKey(), Hash.SHA384, message, signature.numbers());
        } catch (CloisterException noKey) {
            return false;
        }
    }
}
