package org.cloister.cli.command;

import java.util.Arrays;
import java.util.function.BiFunction;
import org.cloister.amd.cert.EcKey;
import org.cloister.amd.id.PublicKeyFile;
import org.cloister.amd.id.SigningKey;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.cli.session.Session;
import org.cloister.owner.show.FileKinds;

/** Reads files of P-384 keys; a file of another kind is refused by what it is. */
final class KeyFiles {
    private static final int MEBIBYTES = 1;

    private final InputFiles files;

    KeyFiles(Session session) {
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
        Bytes content = files.read(option, name, MEBIBYTES).content();
        byte[] file = content.toArray();
        try {
            return reader.apply(file, option + " " + name);
        } catch (CloisterException refused) {
            throw explained(refused, content, option + " " + name);
        } finally {
            Arrays.fill(file, (byte) 0);
        }
    }

    private static CloisterException explained(CloisterException refused, Bytes content, String where) {
        return FileKinds.guess(content)
                .filter(title -> !title.contains("key"))
                .map(title -> Problem.input("key.file", "this is not a key")
                        .at(where)
                        .found(title)
                        .expected("a P-384 key in PEM")
                        .exception(refused))
                .orElse(refused);
    }
}
