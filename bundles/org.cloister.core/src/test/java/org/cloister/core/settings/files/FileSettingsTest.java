// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cloister.api.Problem;
import org.cloister.api.files.ThisUser;
import org.cloister.api.operate.PlatformListener;
import org.cloister.api.settings.RefusedSetting;
import org.cloister.api.settings.SettingInForce;
import org.cloister.api.settings.SettingsException;
import org.cloister.api.settings.SettingsHolder;
import org.cloister.api.settings.SettingsRules;
import org.cloister.core.guard.GuardedCalls;
import org.cloister.core.guard.Listeners;
import org.cloister.core.settings.TypeJudge;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings that cannot be read, or are wrong, never mean that everything is allowed. */
class FileSettingsTest {
    private static final String CORE = "org.cloister.core.cfg";
    private static final int SOMEBODY = 4711;

    @TempDir
    private Path work;

    private Path folder;
    private Duration later = Duration.ofSeconds(5);
    private final List<Content> delivered = new ArrayList<>();

    @BeforeEach
    void make() throws IOException {
        folder = Files.createDirectory(work.resolve("settings"));
        mode(folder, "rwx------");
    }

    private static Path mode(Path path, String mode) throws IOException {
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private Path write(String name, String text) throws IOException {
        return mode(Files.writeString(folder.resolve(name), text), "rw-------");
    }

    /** Files that are there were written long ago. */
    private FileSettings settings() {
        return settings(folder.toString());
    }

    private FileSettings settings(String named) {
        FileSettings settings = new FileSettings(
                named,
                Map.of("cloister.home", "/opt")::get,
                delivered::add,
                () -> Instant.now().plus(later));
        settings.begin();
        return settings;
    }

    /** What a look finds that comes when a change has been still for long enough. */
    private void look(FileSettings settings) {
        settings.look();
        later = later.plusSeconds(2);
        settings.look();
    }

    private void refused(FileSettings settings, String... told) {
        assertThatThrownBy(settings::get).isInstanceOfSatisfying(SettingsException.class, e -> {
            assertThat(e.problem().kind()).isEqualTo(Problem.Kind.HOST);
            assertThat(e.refused())
                    .anySatisfy(one ->
                            assertThat(one.placed().message()).contains(told).hasLineCount(1));
        });
        assertThatThrownBy(settings::require).isInstanceOf(SettingsException.class);
        assertThat(settings.state().settings()).isEmpty();
        assertThat(settings.state().inForceSince()).isEmpty();
        assertThat(delivered).isEmpty();
    }

    private static void stays(FileSettings settings, String told) {
        assertThat(settings.get().types()).containsExactly("sev-es");
        assertThat(settings.state().refused())
                .extracting(one -> one.placed().message())
                .anyMatch(message -> message.contains(told));
    }

    private FileSettings withGood() throws IOException {
        write(CORE, "allowed.types = sev-es\n");
        FileSettings settings = settings();
        assertThat(settings.get().types()).containsExactly("sev-es");
        return settings;
    }

    @Test
    void anEmptyFolderAndFilesOfCommentsAreTheDefaults() throws IOException {
        assertThat(settings().get().types()).isEmpty();
        write(CORE, "# nothing meant");
        assertThat(settings().get().types()).isEmpty();
    }

    @Test
    void whatIsSetIsInForceWithItsPlace() throws IOException {
        Path file = write(CORE, "# types\nallowed.types = sev-es\nmaximum.guests = 0");
        FileSettings settings = settings();
        assertThat(settings.state().settings())
                .filteredOn(one -> one.key().equals("allowed.types"))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.value()).isEqualTo("sev-es");
                    assertThat(one.file()).contains(file.toString());
                    assertThat(one.line()).hasValue(2);
                });
        assertThat(settings.state().settings())
                .filteredOn(one -> one.key().equals("minimum.strength"))
                .extracting(SettingInForce::value, SettingInForce::file)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("0", java.util.Optional.empty()));
        assertThatThrownBy(() -> settings.get().requirePlace(0)).hasMessageContaining(file + ":3");
    }

    @Test
    void aByteOrderMarkIsSkipped() throws IOException {
        write(CORE, "\ufeffallowed.types = sev-snp\n");
        assertThat(settings().get().types()).containsExactly("sev-snp");
    }

    /** From the start: nothing is launched. The lines are separated by a broken bar. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "org.cloister.core.cfg          | allowed.types = sev-es¦x=\\u00zz | org.cloister.core.cfg:2: this"
                        + " escape is broken",
                "org.cloister.core.cfg          | ''                        | write a comment",
                "org.cloister.core.cfg          | '¦ ¦'                     | write a comment",
                "org.cloister.core.cfg          | allowed.types = ,         | org.cloister.core.cfg:1: allowed.types:"
                        + " this names nothing",
                "org.cloister.core.cfg          | allowed.types =           | org.cloister.core.cfg:1: allowed.types:"
                        + " this names nothing",
                "org.cloister.core.cfg          | #¦policy.defaults =       | org.cloister.core.cfg:2:"
                        + " policy.defaults: this names nothing",
                "org.cloister.core.cfg          | minimum.strength = abc    | org.cloister.core.cfg:1:"
                        + " minimum.strength",
                "org.cloister.core.cfg          | allowed.type = sev        | did you mean allowed.types",
                "org.cloister.core.cfg          | maximum.guests=1¦maximum.guests=9 | org.cloister.core.cfg:2: this"
                        + " key stands twice",
                "org.cloister.core.cfg          | allowed.types = a\\       | org.cloister.core.cfg:1: the last line"
                        + " goes on",
                "org.cloister.core.cfg          | allowed\0.types = sev     | control character",
                "org.cloister.core.config       | allowed.types=sev-es      | org.cloister.core.config:1",
                "org.cloister.cor.cfg           | allowed.types = sev-es    | did you mean org.cloister.core.cfg",
                "org.cloister.core.conf         | allowed.types = sev-es    | did you mean org.cloister.core.cfg",
                "org.cloister.core-a.cfg        | allowed.types = sev-es    | nobody reads a file of this name",
                "org.cloister.core.backends.cfg | folder =                  | org.cloister.core.backends.cfg:1: folder",
                "org.cloister.core.backends.cfg | canary = yes              | expected true or false",
                "org.cloister.core.backends.cfg | foldr = /x                | did you mean folder",
                "com.example.guest.cfg          | a=\\uq                   | com.example.guest.cfg:1",
            })
    void whatIsWrongFromTheStartAllowsNothing(String name, String text, String told) throws IOException {
        write(name, text == null ? "" : text.replace('¦', '\n'));
        refused(settings(), told);
    }

    @Test
    void everyMistakeOfAFileIsALine() throws IOException {
        write(CORE, "allowed.type = sev\nminimum.strength = abc\nmaximum.guests = -9\n");
        assertThatThrownBy(settings()::get)
                .isInstanceOfSatisfying(
                        SettingsException.class,
                        e -> assertThat(e.refused())
                                .extracting(RefusedSetting::line)
                                .extracting(line -> line.orElse(0))
                                .containsExactlyInAnyOrder(1, 2, 3));
    }

    @Test
    void bytesThatAreNoTextAreRefused() throws IOException {
        mode(Files.write(folder.resolve(CORE), "a=1\nb=\u00e9".getBytes(StandardCharsets.ISO_8859_1)), "rw-------");
        refused(settings(), CORE + ":2: this is not UTF-8");
        mode(Files.write(folder.resolve(CORE), "allowed.types = sev".getBytes(StandardCharsets.UTF_16)), "rw-------");
        refused(settings(), CORE + ":1: this is not UTF-8");
    }

    @Test
    void aFolderInThePlaceOfAFileIsRefused() throws IOException {
        Files.createDirectory(folder.resolve(CORE));
        refused(settings(), CORE, "a regular file");
    }

    @Test
    void aFileThatIsTooLargeIsRefused() throws IOException {
        write(CORE, "#".repeat(300_000));
        refused(settings(), "at most 262144 bytes");
    }

    @Test
    void aFolderThatIsMissingOrIsNotNamedIsRefused() {
        refused(settings(work.resolve("none").toString()), "none", "there is no such file or folder");
        refused(settings(""), "felix.fileinstall.dir", "no folder of settings is named");
        refused(settings(folder + ", ,"), "felix.fileinstall.dir");
    }

    @Test
    void aLinkIsNotFollowed() throws IOException {
        Files.createSymbolicLink(folder.resolve(CORE), write("other", "allowed.types = sev-es"));
        refused(settings(), CORE, "symbolic link");
        Path link = Files.createSymbolicLink(work.resolve("link"), Files.createDirectory(work.resolve("real")));
        refused(settings(link.toString()), "link", "symbolic link");
    }

    @Test
    void whatOthersCanWriteIsRefused() throws IOException {
        Path file = write(CORE, "allowed.types = sev-es");
        mode(file, "rw-rw-rw-");
        refused(settings(), CORE, "other users can write here");
        mode(file, "rw-r--r--");
        mode(folder, "rwxrwxrwx");
        refused(settings(), "settings: other users can write here");
        mode(folder, "rwxr-xr-x");
        assertThat(settings().get().types()).containsExactly("sev-es");
    }

    @Test
    void whatBelongsToSomebodyElseIsRefused() throws IOException {
        assumeTrue(ThisUser.number() == 0, "only root can give files to other users");
        Path file = write(CORE, "allowed.types = sev-es");
        Files.setAttribute(file, "unix:uid", SOMEBODY);
        refused(settings(), CORE, "this belongs to another user", "user 4711");
        Files.setAttribute(file, "unix:uid", 0);
        Files.setAttribute(folder, "unix:uid", SOMEBODY);
        refused(settings(), "this belongs to another user");
    }

    @Test
    void whatCannotBeReadIsRefused() throws IOException {
        assumeTrue(ThisUser.number() != 0, "root can read everything");
        Path file = mode(write(CORE, "allowed.types = sev-es"), "---------");
        refused(settings(), CORE, "no permission");
        mode(file, "rw-------");
        mode(folder, "---------");
        refused(settings(), folder.toString(), "no permission");
        mode(folder, "rwx------");
    }

    @Test
    void twoFilesForTheSameSettingsAreRefused() throws IOException {
        write(CORE, "allowed.types = sev-es");
        write("org.cloister.core.config", "maximum.guests=I\"1\"");
        refused(settings(), "another file is for the same settings", CORE);
        Path second = mode(Files.createDirectory(work.resolve("second")), "rwx------");
        Files.move(folder.resolve("org.cloister.core.config"), second.resolve("org.cloister.core.config"));
        refused(settings(folder + "," + second), "another file is for the same settings");
    }

    @Test
    void severalFoldersAreReadTogether() throws IOException {
        write(CORE, "allowed.types = sev-es");
        Path second = mode(Files.createDirectory(work.resolve("second")), "rwx------");
        mode(Files.writeString(second.resolve("com.example.cfg"), "a = ${cloister.home}"), "rw-------");
        assertThat(settings(folder + "," + second).get().types()).containsExactly("sev-es");
        assertThat(delivered).singleElement().satisfies(content -> {
            assertThat(content.id()).isEqualTo("com.example");
            assertThat(content.entries().values()).containsEntry("a", "/opt");
        });
    }

    @Test
    void aFolderWithACommaInItsNameIsOne() throws IOException {
        Path comma = mode(Files.createDirectory(work.resolve("a,b")), "rwx------");
        mode(Files.writeString(comma.resolve(CORE), "allowed.types = sev-es"), "rw-------");
        assertThat(settings(comma.toString()).get().types()).containsExactly("sev-es");
    }

    @Test
    void typedFilesAreTaken() throws IOException {
        write("org.cloister.core.config", "allowed.types=[\"sev-es\",\"sev\"]\nmaximum.guests=I\"3\"\n");
        assertThat(settings().get().types()).containsExactly("sev", "sev-es");
        write("com.example.factory-one.cfg", "a = 1");
        settings();
        assertThat(delivered).extracting(Content::id).containsExactly("com.example.factory~one");
    }

    @Test
    void whatIsCorrectedCountsWithoutARestart() throws IOException {
        write(CORE, "allowed.types = sev-es\nx=\\u00zz\n");
        FileSettings settings = settings();
        refused(settings, "escape");
        write(CORE, "allowed.types = sev-es\n");
        look(settings);
        assertThat(settings.get().types()).containsExactly("sev-es");
        assertThat(settings.state().refused()).isEmpty();
    }

    @Test
    void aChangeIsInForceWhenTheFileHasBeenStill() throws IOException {
        FileSettings settings = withGood();
        later = Duration.ZERO;
        write(CORE, "allowed.types = sev-es,sev\n");
        settings.look();
        assertThat(settings.get().types()).containsExactly("sev-es");
        later = later.plusSeconds(2);
        settings.look();
        assertThat(settings.get().types()).containsExactly("sev", "sev-es");
        assertThat(settings.state().refused()).isEmpty();
    }

    @Test
    void aFileThatIsStillBeingWrittenAtTheStartIsWaitedFor() throws IOException {
        write(CORE, "allowed.types = sev-es\n");
        later = Duration.ZERO;
        FileSettings settings = new FileSettings(
                folder.toString(),
                name -> null,
                delivered::add,
                () -> Instant.now().plus(later));
        settings.look();
        assertThat(settings.get().types()).as("get waits").containsExactly("sev-es");
    }

    /** While the platform runs: what was in force stays, and the reason is reported. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                     | says nothing",
                "allowed.types = sev-snp¦x=\\u00zz      | :2: this escape is broken",
                "allowed.types = ,                      | names nothing",
                "minimum.strength = abc                 | minimum.strength",
                "allowed.type = sev                     | did you mean allowed.types",
            })
    void whatIsWrongLaterLeavesInForceWhatWas(String text, String told) throws IOException {
        FileSettings settings = withGood();
        write(CORE, text.replace('¦', '\n'));
        look(settings);
        stays(settings, told);
        write(CORE, "allowed.types = sev\n");
        look(settings);
        assertThat(settings.get().types()).containsExactly("sev");
        assertThat(settings.state().refused()).isEmpty();
    }

    @Test
    void aFileThatIsTakenAwayStaysInForce() throws IOException {
        FileSettings settings = withGood();
        Path away = work.resolve("away");
        Files.move(folder.resolve(CORE), away);
        look(settings);
        look(settings);
        stays(settings, "this file is gone");
        Files.move(away, folder.resolve(CORE));
        look(settings);
        assertThat(settings.state().refused()).isEmpty();
        Files.delete(folder.resolve(CORE));
        look(settings);
        stays(settings, "this file is gone");
    }

    @Test
    void eachChangeIsToldOnce() throws IOException {
        List<String> heard = new ArrayList<>();
        FileSettings settings = withGood();
        Listeners listeners = new Listeners(new GuardedCalls());
        listeners.add(1, "test", () -> new PlatformListener() {
            @Override
            public void settingsInForce(String place) {
                heard.add("in force " + Path.of(place).getFileName());
            }

            @Override
            public void settingsRefused(Problem problem) {
                heard.add(problem.code());
            }
        });
        settings.serve(TypeJudge.NONE, listeners);
        look(settings);
        write(CORE, "allowed.types = ,");
        look(settings);
        look(settings);
        write(CORE, "allowed.types = sev-es\n");
        look(settings);
        write(CORE, "allowed.types = sev");
        look(settings);
        Files.delete(folder.resolve(CORE));
        look(settings);
        look(settings);
        assertThat(heard)
                .containsExactly(
                        "settings.invalid",
                        "in force org.cloister.core.cfg",
                        "in force org.cloister.core.cfg",
                        "settings.gone");
    }

    @Test
    void aFolderThatIsTakenAwayOrOpenedStaysInForce() throws IOException {
        FileSettings settings = withGood();
        mode(folder, "rwxrwxrwx");
        look(settings);
        stays(settings, "other users can write here");
        mode(folder, "rwx------");
        Files.move(folder, work.resolve("away"));
        look(settings);
        stays(settings, "no such file or folder");
        assertThat(settings.state().refused()).hasSize(1);
    }

    @Test
    void aMisnamedFileThatComesLaterIsTold() throws IOException {
        FileSettings settings = withGood();
        write("org.cloister.cor.cfg", "allowed.types = sev");
        write("org.cloister.core.config", "allowed.types=\"sev\"");
        look(settings);
        stays(settings, "did you mean org.cloister.core.cfg");
        stays(settings, "another file is for the same settings");
    }

    @Test
    void settingsOfABundleThatIsNotThereYetAreJudgedWhenItComes() throws IOException {
        write("org.cloister.softsev.cfg", "generatoin = TURIN\ncbit = 99\n");
        FileSettings settings = settings();
        assertThat(settings.get().types()).isEmpty();
        settings.judges().add(rules("org.cloister.softsev"));
        delivered.clear();
        refused(settings, "org.cloister.softsev.cfg:1: generatoin", "did you mean generation?");
        refused(settings, "org.cloister.softsev.cfg:2: cbit: out of range");
    }

    /** A file is right and cannot count now: it is in force when its holder takes it, without being written again. */
    @Test
    void whatItsHolderRefusesStaysAsItWasUntilItIsTaken() throws IOException {
        write("vendor.cfg", "generation = genoa\n");
        FileSettings settings = settings();
        settings.judges().add(rules("vendor"));
        settings.begin();
        List<Problem> refusals = new ArrayList<>();
        settings.holders(() -> List.of(new SettingsHolder() {
            @Override
            public String pid() {
                return "vendor";
            }

            @Override
            public List<Problem> refuses(Map<String, Object> given) {
                assertThat(given).containsEntry("generation", "turin");
                return refusals;
            }

            @Override
            public List<Problem> refused() {
                return List.of();
            }
        }));
        delivered.clear();
        refusals.add(Problem.host("a.code", "there are 3 machines").at("generation"));
        write("vendor.cfg", "generation = turin\n");
        look(settings);
        assertThat(settings.state().refused())
                .extracting(one -> one.placed().message())
                .singleElement()
                .asString()
                .contains("vendor.cfg:1: generation: there are 3 machines");
        assertThat(delivered).isEmpty();
        refusals.clear();
        look(settings);
        assertThat(settings.state().refused()).isEmpty();
        assertThat(delivered).hasSize(1);
    }

    private static SettingsRules rules(String pid) {
        return new SettingsRules() {
            @Override
            public String pid() {
                return pid;
            }

            @Override
            public Map<String, String> defaults() {
                return Map.of("generation", "genoa", "cbit", "51");
            }

            @Override
            public List<Problem> wrong(Map<String, Object> given) {
                return given.containsKey("cbit")
                        ? List.of(
                                Problem.input("softsev.setting", "out of range").at("cbit"))
                        : List.of();
            }
        };
    }
}
