// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.files.TrustedPath;
import org.cloister.api.settings.RefusedSetting;
import org.cloister.api.settings.SettingsException;
import org.cloister.core.codes.CoreCodes;

/** Reads one file of settings, as long as nobody else could have written it. */
final class SettingsFile {
    private static final int MOST_BYTES = 256 << 10;

    private SettingsFile() {}

    /**
     * What a file says.
     *
     * @throws SettingsException with what is wrong with it
     */
    static Entries read(Path path, UnaryOperator<String> properties) {
        try {
            TrustedPath.requireFile(path);
            String text = Text.of(bytes(path));
            Entries entries = path.toString().endsWith(FileName.TYPED)
                    ? TypedFormat.read(text)
                    : PropertiesFormat.read(text, properties);
            if (!entries.written()) {
                throw refused(
                        Problem.host(
                                        CoreCodes.SETTINGS_EMPTY,
                                        "this file says nothing, as one that was not written to its end")
                                .remedy("write a comment (# ...) where nothing is meant"),
                        path);
            }
            return entries;
        } catch (WrongLine e) {
            throw new SettingsException(List.of(RefusedSetting.line(path.toString(), e.line(), e.problem())));
        } catch (SettingsException e) {
            throw e;
        } catch (CloisterException e) {
            throw refused(e.problem(), path);
        } catch (IOException e) {
            throw refused(unreadable(e), path);
        }
    }

    private static byte[] bytes(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw refused(
                        Problem.host(CoreCodes.SETTINGS_SIZE, "this file is too large for settings")
                                .expected("at most " + MOST_BYTES + " bytes"),
                        path);
            }
            return bytes;
        }
    }

    /** Why a file or folder cannot be read. */
    static Problem unreadable(IOException cause) {
        boolean denied = cause instanceof AccessDeniedException;
        return Problem.host(CoreCodes.SETTINGS_UNREADABLE, "this cannot be read")
                .found(denied ? "no permission" : String.valueOf(cause.getMessage()))
                .remedy(
                        denied
                                ? "let this user read it; root without capabilities reads only what the mode opens to"
                                        + " it"
                                : "look at its file system");
    }

    private static SettingsException refused(Problem problem, Path path) {
        return new SettingsException(List.of(RefusedSetting.file(path.toString(), problem)));
    }
}
