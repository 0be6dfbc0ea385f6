/** A launch on a plain class path, for tests of guest types. */
package com.example.rehearsal;
