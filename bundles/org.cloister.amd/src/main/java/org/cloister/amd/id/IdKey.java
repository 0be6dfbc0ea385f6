package org.cloister.amd.id;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Objects;
import org.cloister.amd.cert.Curve;
import org.cloister.amd.cert.EcKey;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.crypto.EcSignature;
import org.cloister.amd.crypto.Hash;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/** A P-384 key that signs: an ID key or an author key. It never shows its private half. Immutable. */
public final class IdKey {
    private static final String ALGORITHM = "SHA384withECDSAinP1363Format";

    private final PrivateKey secret;
    private final EcKey stored;

    /**
     * A key pair.
     *
     * @throws org.cloister.api.CloisterException {@code key.point} when the public half is not on P-384, {@code
     *     key.pair} when the two halves do not belong together
     */
    public IdKey(PrivateKey secret, ECPublicKey open) {
        this.secret = Objects.requireNonNull(secret, "secret");
        this.stored = EcKey.of(Curve.P384, open);
        Bytes probe = stored.raw();
        if (!Crypto.fastest().verifyEcdsa(open, Hash.SHA384, probe, sign(probe))) {
            throw Problem.input("key.pair", "the public half of this key does not belong to its private half")
                    .exception();
        }
    }

    /** The public half in AMD's form of 1028 bytes. */
    public EcKey stored() {
        return stored;
    }

    /** Signs bytes with ECDSA and SHA-384. */
    public EcSignature sign(Bytes message) {
        try {
            Signature engine = Signature.getInstance(ALGORITHM);
            engine.initSign(secret);
            engine.update(message.buffer());
            return numbers(engine.sign());
        } catch (GeneralSecurityException refused) {
            throw Problem.input("key.sign", "the Java platform cannot sign with this key")
                    .found(refused.getMessage())
                    .exception(refused);
        }
    }

    /** What it is; nothing of its private half. */
    @Override
    public String toString() {
        return "P-384 key";
    }

    // IEEE P1363: both numbers with the highest byte first, one behind the other.
    private static EcSignature numbers(byte[] signature) {
        int half = signature.length / 2;
        return new EcSignature(
                new BigInteger(1, Arrays.copyOfRange(signature, 0, half)),
                new BigInteger(1, Arrays.copyOfRange(signature, half, signature.length)));
    }
}
