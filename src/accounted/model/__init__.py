"""The types that flow through Accounted; standard library only, so that every part can use them."""
