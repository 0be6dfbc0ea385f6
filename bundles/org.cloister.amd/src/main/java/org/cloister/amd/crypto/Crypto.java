// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.crypto;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Objects;
import javax.crypto.Mac;
import org.cloister.api.Bytes;

/**
 * Digests, message authentication and signature checks of AMD's formats, done by one choice of providers.
 *
 * <p>Safe to share between threads. Every answer is the same whatever the provider, only its speed differs.
 */
public final class Crypto {
    private static final int TRAILER = 1;

    private final Providers.Choice providers;

    private Crypto(Providers.Choice providers) {
        this.providers = providers;
    }

    /**
     * With what suits most callers: what Java brings for the first hundred signatures, then {@link #fastest}, which
     * takes as long to load. Each call gives a new one, which counts by itself.
     */
    public static Crypto usual() {
        return new Crypto(new Providers.AfterSome());
    }

    /**
     * With the fastest providers that are registered or can be loaded, are known here, and prove to work: Amazon
     * Corretto Crypto Provider, Bouncy Castle (for elliptic curves only, its RSA is slower than Java's), else what Java
     * brings. The first call takes up to half a second.
     */
    public static Crypto fastest() {
        return new Crypto(Providers.Choice.of(Providers.Fastest.PROVIDERS));
    }

    /** With the providers that Java itself prefers. */
    public static Crypto platform() {
        return new Crypto(Providers.Choice.of(Providers.OF_JAVA));
    }

    /** With one provider for everything; what it lacks is done by the platform's. */
    public static Crypto of(Provider provider) {
        Objects.requireNonNull(provider);
        return new Crypto(Providers.Choice.of(new Providers(provider, provider)));
    }

    /** A new digest engine. */
    public MessageDigest digest(Hash hash) {
        return Algorithm.get(
                providers.now().other(),
                provider -> MessageDigest.getInstance(hash.algorithm(), provider),
                () -> MessageDigest.getInstance(hash.algorithm()));
    }

    /** The digest of some bytes. */
    public Bytes digest(Hash hash, Bytes content) {
        MessageDigest engine = digest(hash);
        content.digestTo(engine, 0, content.length());
        return Bytes.of(engine.digest());
    }

    /**
     * HMAC-SHA256 of some bytes, a code that is not a secret; see {@link SecretMac} for one that is.
     *
     * @param key at least one byte; the caller wipes it
     */
    public Bytes hmacSha256(byte[] key, Bytes content) {
        Mac mac = Algorithm.get(
                providers.now().other(),
                provider -> Mac.getInstance(SecretMac.ALGORITHM, provider),
                () -> Mac.getInstance(SecretMac.ALGORITHM));
        try (SecretMac secret = SecretMac.of(mac, key)) {
            return Bytes.of(secret.update(content.toArray()).code());
        }
    }

    /**
     * Whether an ECDSA signature is valid.
     *
     * @return false, never an exception, for whatever is wrong with key or signature
     */
    public boolean verifyEcdsa(PublicKey key, Hash hash, Bytes message, EcSignature signature) {
        if (!(key instanceof ECKey curve) || !signature.fits(curve.getParams().getOrder())) {
            return false;
        }
        Signature engine = Algorithm.get(
                providers.forSignature().ecdsa(),
                provider -> Signature.getInstance(hash.ecdsa(), provider),
                () -> Signature.getInstance(hash.ecdsa()));
        return verify(engine, key, message, signature.der());
    }

    /**
     * Whether an RSASSA-PSS signature is valid, with one hash for message and mask, a salt as long as the digest,
     * trailer 1.
     *
     * @param signature big-endian, as long as the modulus
     * @return false, never an exception, for whatever is wrong with key or signature
     */
    public boolean verifyPss(PublicKey key, Hash hash, Bytes message, Bytes signature) {
        if (!(key instanceof RSAKey modulus) || signature.length() != size(modulus)) {
            return false;
        }
        Signature engine = Algorithm.get(
                providers.forSignature().other(),
                provider -> pss(Signature.getInstance("RSASSA-PSS", provider), hash),
                () -> pss(Signature.getInstance("RSASSA-PSS"), hash));
        return verify(engine, key, message, signature.toArray());
    }

    // RFC 8017, 8.1.2, step 1; not every provider takes it that literally.
    private static int size(RSAKey key) {
        return (key.getModulus().bitLength() + Byte.SIZE - 1) / Byte.SIZE;
    }

    private static Signature pss(Signature engine, Hash hash) throws GeneralSecurityException {
        MGF1ParameterSpec mask = new MGF1ParameterSpec(hash.algorithm());
        engine.setParameter(new PSSParameterSpec(hash.algorithm(), "MGF1", mask, hash.size(), TRAILER));
        return engine;
    }

    private static boolean verify(Signature engine, PublicKey key, Bytes message, byte[] signature) {
        try {
            engine.initVerify(key);
            engine.update(message.buffer());
            return engine.verify(signature);
        } catch (InvalidKeyException | SignatureException e) {
            return false;
        }
    }
}
