// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipException;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.operate.BackendFile;
import org.cloister.core.codes.CoreCodes;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * The file of a new backend, read once: what is judged is what is installed, whatever becomes of the file.
 *
 * @param file where it was read from
 * @param content all of it
 * @param name the bundle's symbolic name
 * @param version the bundle's version
 * @param type the guest type that it says it brings
 * @param signers who signed it
 */
record BackendJar(Path file, Bytes content, String name, Version version, GuestType type, Signers signers) {
    /** Far above any backend, and far below what would hurt this process. */
    private static final int MAX_BYTES = 64 << 20;

    /**
     * Reads and looks at a file. Nothing of it runs.
     *
     * @throws org.cloister.api.CloisterException when it is not a bundle, was changed after it was signed, or does not
     *     say what it brings
     */
    static BackendJar read(Path file) {
        byte[] content = bytes(file);
        try (PrivateCopy copy = PrivateCopy.of(content);
                JarFile jar = copy.open()) {
            return of(file, Bytes.of(content), JarLook.at(jar));
        } catch (ZipException e) {
            throw noBundle(file, "no zip that can be read, perhaps cut off: " + e.getMessage())
                    .remedy("copy it anew")
                    .exception();
        } catch (IOException e) {
            throw noBundle(file, e.getMessage()).exception();
        } catch (SecurityException e) {
            throw Problem.input(
                            CoreCodes.SWAP_SIGNATURE,
                            "this jar was changed after it was signed, or its signature does not count")
                    .at(file.toString())
                    .found(e.getMessage())
                    .expected("a jar as it was signed, or one that nobody signed")
                    .remedy("get it anew from who made it")
                    .exception(e);
        }
    }

    private static BackendJar of(Path file, Bytes content, JarLook look) {
        Attributes headers = look.headers();
        String name = headers.getValue(Constants.BUNDLE_SYMBOLICNAME);
        if (name == null) {
            throw noBundle(file, "a manifest without " + Constants.BUNDLE_SYMBOLICNAME)
                    .exception();
        }
        if (headers.getValue(Constants.FRAGMENT_HOST) != null) {
            throw noBundle(file, "a fragment of " + headers.getValue(Constants.FRAGMENT_HOST))
                    .exception();
        }
        return new BackendJar(
                file,
                content,
                name.split(";")[0].strip(),
                version(file, headers),
                DeclaredType.of(file, headers),
                Signers.of(look.signed()));
    }

    private static byte[] bytes(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw noBundle(file, "more than " + MAX_BYTES + " bytes").exception();
            }
            return bytes;
        } catch (IOException e) {
            throw Problem.input(CoreCodes.SWAP_FILE, "the file of the new backend cannot be read")
                    .at(file.toString())
                    .found(e)
                    .remedy("see that it is there, and that this user may read it")
                    .exception(e);
        }
    }

    private static Version version(Path file, Attributes headers) {
        try {
            return Version.parseVersion(headers.getValue(Constants.BUNDLE_VERSION));
        } catch (IllegalArgumentException e) {
            throw noBundle(file, Constants.BUNDLE_VERSION + " " + headers.getValue(Constants.BUNDLE_VERSION))
                    .exception();
        }
    }

    private static Problem noBundle(Path file, String found) {
        return Problem.input(CoreCodes.SWAP_NO_BUNDLE, "this file is not a bundle that could be a backend")
                .at(file.toString())
                .found(found)
                .expected("a jar with OSGi headers in its manifest")
                .remedy("build it with bnd or Tycho");
    }

    InputStream open() {
        return new ByteArrayInputStream(content.toArray());
    }

    /** What distinguishes it from other files: two files of one digest are the same backend. */
    BackendFile origin() {
        return new BackendFile(Signers.sha256(content.toArray()), signers.all());
    }

    /** Name and version, for messages. */
    @Override
    public String toString() {
        return name + " " + version;
    }
}
