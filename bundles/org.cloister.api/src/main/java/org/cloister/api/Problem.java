// SPDX-License-Identifier: Apache-2.0
package org.cloister.api;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What went wrong, in a form that a program can branch on and a person can act on.
 *
 * <p>Only {@code kind}, {@code code} and {@code what} are always there; the other parts are null when they do not
 * apply. Instances are immutable and safe to share between threads. No part ever holds a secret.
 *
 * @param kind who has to act, never null
 * @param code a stable dotted identifier such as {@code ovmf.table.length}; scripts may rely on it
 * @param what one sentence without a full stop, in the words of the field
 * @param where the file, offset, address or property concerned, or null
 * @param found the value that was met, or null
 * @param expected what would have been accepted, or null
 * @param remedy what to do about it, or null
 */
public record Problem(Kind kind, String code, String what, String where, String found, String expected, String remedy) {

    /** Who has to act. Callers must allow for kinds added later. */
    public enum Kind {
        /** The caller's input is wrong; the same call fails again until it is changed. */
        INPUT,
        /** This host, or what is installed on it, cannot do what was asked. */
        HOST,
        /** The operation was tried and failed. */
        OPERATION,
        /** The caller cancelled. */
        CANCELLED,
        /** The caller's deadline passed. */
        DEADLINE,
        /** A defect in the program: something happened that its own rules exclude. */
        DEFECT
    }

    /** Checks that the mandatory parts are there. */
    public Problem {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(what, "what");
    }

    /** A problem of the caller's input. */
    public static Problem input(String code, String what) {
        return new Problem(Kind.INPUT, code, what, null, null, null, null);
    }

    /** Something this host cannot do. */
    public static Problem host(String code, String what) {
        return new Problem(Kind.HOST, code, what, null, null, null, null);
    }

    /** An operation that was tried and failed. */
    public static Problem operation(String code, String what) {
        return new Problem(Kind.OPERATION, code, what, null, null, null, null);
    }

    /** A defect of the program itself. */
    public static Problem defect(String code, String what) {
        return new Problem(Kind.DEFECT, code, what, null, null, null, null);
    }

    /** The caller cancelled. */
    public static Problem cancelled(String code, String what) {
        return new Problem(Kind.CANCELLED, code, what, null, null, null, null);
    }

    /** The caller's deadline passed. */
    public static Problem deadline(String code, String what) {
        return new Problem(Kind.DEADLINE, code, what, null, null, null, null);
    }

    /** The same problem as one that somebody else has to act on. */
    public Problem as(Kind other) {
        return new Problem(other, code, what, where, found, expected, remedy);
    }

    /** The same problem with its place: a file, offset, address or property. */
    public Problem at(String place) {
        return new Problem(kind, code, what, place, found, expected, remedy);
    }

    /** The same problem with what was met instead. */
    public Problem found(Object value) {
        return new Problem(kind, code, what, where, String.valueOf(value), expected, remedy);
    }

    /** The same problem without what was met instead, for callers that tell it in another way. */
    public Problem withoutFound() {
        return new Problem(kind, code, what, where, null, expected, remedy);
    }

    /** The same problem with what would have been accepted. */
    public Problem expected(Object value) {
        return new Problem(kind, code, what, where, found, String.valueOf(value), remedy);
    }

    /** The same problem with what to do about it. */
    public Problem remedy(String advice) {
        return new Problem(kind, code, what, where, found, expected, advice);
    }

    /** This problem as an exception, ready to be thrown. */
    public CloisterException exception() {
        return new CloisterException(this, null);
    }

    /** This problem as an exception with the failure that caused it. */
    public CloisterException exception(Throwable cause) {
        return new CloisterException(this, cause);
    }

    /**
     * The problem in one line: {@code where: what (found …, expected …); remedy}.
     *
     * @return never null, without a line break of its own
     */
    public String message() {
        String head = where == null ? what : where + ": " + what;
        String values = Stream.of(part("found ", found), part("expected ", expected))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
        String body = values.isEmpty() ? head : head + " (" + values + ")";
        return remedy == null ? body : body + "; " + remedy;
    }

    private static Optional<String> part(String label, String value) {
        return Optional.ofNullable(value).map(label::concat);
    }
}
