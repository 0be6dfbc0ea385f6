// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.id;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;

/** Makes keys in the forms that tools write, right or wrong. */
final class KeyBuilder {
    static final String EC = "06072a8648ce3d0201";
    static final String RSA = "06092a864886f70d010101";
    static final String P384 = "06052b81040022";
    static final String P256 = "06082a8648ce3d030107";

    private final KeyPair pair;
    private final int size;

    private KeyBuilder(KeyPair pair, int size) {
        this.pair = pair;
        this.size = size;
    }

    static KeyBuilder ofP384() {
        return new KeyBuilder(pair("secp384r1"), 48);
    }

    static KeyBuilder ofP256() {
        return new KeyBuilder(pair("secp256r1"), 32);
    }

    private static KeyPair pair(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    ECPublicKey publicKey() {
        return (ECPublicKey) pair.getPublic();
    }

    byte[] scalar() {
        return fixed(((ECPrivateKey) pair.getPrivate()).getS());
    }

    byte[] point() {
        return join(
                new byte[] {4},
                fixed(publicKey().getW().getAffineX()),
                fixed(publicKey().getW().getAffineY()));
    }

    byte[] compressed() {
        boolean odd = publicKey().getW().getAffineY().testBit(0);
        return join(new byte[] {(byte) (odd ? 3 : 2)}, fixed(publicKey().getW().getAffineX()));
    }

    /** SEC 1 with a curve, and a point unless there is none. */
    static byte[] sec1(byte[] scalar, String curve, byte[] point) {
        byte[] named = curve.isEmpty() ? new byte[0] : der(0xa0, hex(curve));
        byte[] open = point.length == 0 ? new byte[0] : der(0xa1, bits(point));
        return der(0x30, join(hex("020101"), der(4, scalar), named, open));
    }

    static byte[] pkcs8(String algorithm, String curve, byte[] sec1) {
        return der(0x30, join(hex("020100"), der(0x30, join(hex(algorithm), hex(curve))), der(4, sec1)));
    }

    static byte[] spki(String algorithm, String curve, byte[] point) {
        return der(0x30, join(der(0x30, join(hex(algorithm), hex(curve))), bits(point)));
    }

    static byte[] pem(String label, byte[] der) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return ascii("-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n");
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    static byte[] der(int tag, byte[] content) {
        byte[] length = content.length < 0x80
                ? new byte[] {(byte) content.length}
                : content.length < 0x100
                        ? new byte[] {(byte) 0x81, (byte) content.length}
                        : new byte[] {(byte) 0x82, (byte) (content.length >>> 8), (byte) content.length};
        return join(new byte[] {(byte) tag}, length, content);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] bits(byte[] content) {
        return der(3, join(new byte[1], content));
    }

    private byte[] fixed(BigInteger number) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[size - 1 - i] = number.shiftRight(i * 8).byteValue();
        }
        return bytes;
    }
}
