// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.cloister.amd.cert.EcKey;
import org.cloister.amd.id.PublicKeyFile;
import org.cloister.amd.id.SigningKey;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.session.CommandContext;
import org.cloister.owner.show.FileKinds;

/** Reads files of P-384 keys; a file of another kind is refused by what it is. */
final class KeyFiles {
    private static final int MEBIBYTES = 1;
    private static final int LEAST_KEY = 16;
    private static final byte[] PRIVATE = "PRIVATE KEY".getBytes(StandardCharsets.US_ASCII);

    private final InputFiles files;

    KeyFiles(CommandContext session) {
        this.files = new InputFiles(session);
    }

    /** A key to sign with; the caller closes it. */
    SigningKey signing(String option, String name) {
        return read(option, name, SigningKey::read);
    }

    /** The public part of a key. */
    EcKey open(String option, String name) {
        return read(option, name, PublicKeyFile::read);
    }

    private <T> T read(String option, String name, BiFunction<byte[], String, T> reader) {
        byte[] file = files.secret(option, name, MEBIBYTES);
        try {
            return reader.apply(file, option + " " + name);
        } catch (CloisterException refused) {
            if (isBinaryKey(file)) {
                throw Problem.input(CliCodes.KEY_FILE, "this key is in DER and not in PEM")
                        .at(option + " " + name)
                        .expected("a P-384 key in PEM")
                        .remedy("write it as PEM: openssl pkey -inform DER -in FILE -out key.pem")
                        .exception(refused);
            }
            throw isPrivate(file) ? refused : explained(refused, Bytes.of(file), option + " " + name);
        } finally {
            Arrays.fill(file, (byte) 0);
        }
    }

    // What looks at all kinds of files wipes nothing
    private static boolean isPrivate(byte[] file) {
        return IntStream.rangeClosed(0, file.length - PRIVATE.length)
                .anyMatch(at -> Arrays.equals(file, at, at + PRIVATE.length, PRIVATE, 0, PRIVATE.length));
    }

    /** PKCS #8 and SEC 1 begin with a version, 0 or 1; a certificate begins with a sequence. */
    private static boolean isBinaryKey(byte[] file) {
        if (file.length < LEAST_KEY || file[0] != 0x30) {
            return false;
        }
        int content = file[1] >= 0 ? 2 : 2 + (file[1] & 0x7f);
        return content < LEAST_KEY - 2
                && file[content] == 2
                && file[content + 1] == 1
                && (file[content + 2] == 0 || file[content + 2] == 1);
    }

    private static CloisterException explained(CloisterException refused, Bytes content, String where) {
        return FileKinds.guess(content)
                .filter(title -> !title.contains("key"))
                .map(title -> Problem.input(CliCodes.KEY_FILE, "this is not a key")
                        .at(where)
                        .found(title)
                        .expected("a P-384 key in PEM")
                        .exception(refused))
                .orElse(refused);
    }
}
