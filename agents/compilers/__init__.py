"""Compilers: sources in, diagnostics and resolved names out; nothing that is compiled is ever loaded or run.

protocol.py      what every compiler is; choose.py picks one
javac.py         the warm javac; JavacService.java is its other half, service.py starts that, process.py talks to it
javac_diagnostics.py   javac's structured diagnostics as records
ecj.py, ecj_log.py     the Eclipse compiler, for a Java without javac
command.py       any compiler that prints a finding a line; none.py says that there is none
jdk.py           finds Java; classpath.py refuses a class path with holes
"""
