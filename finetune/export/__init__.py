"""From a trained run to what a server loads. Each form is compared with the trained model before it is kept."""
