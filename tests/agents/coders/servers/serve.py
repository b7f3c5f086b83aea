"""llama.cpp's server for one model: ``serve.py MODEL NAME PORT KEY CONTEXT``; ends when its input does."""

import sys

import xllamacpp

model, name, port, key, context = sys.argv[1:]
settings = xllamacpp.CommonParams()
settings.model.path = model
settings.model_alias = [name]
settings.hostnames = ["127.0.0.1"]
settings.port = int(port)
settings.api_keys = [key] if key else []
settings.n_ctx = int(context)
settings.n_parallel = 1
settings.cpuparams.n_threads = 1
settings.offline = True
settings.warmup = False
settings.fit_params = False
settings.use_jinja = True
server = xllamacpp.Server(settings)
sys.stdin.read()
